import { needServer } from "../../sdk/people/ask-server.js";
import { changePassword } from "../../sdk/users/change-password.js";
import type { FlagsOf, Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { Prompt } from "../framework/prompt.js";
import type { changePasswordSpec } from "./specs.js";

type Spec = typeof changePasswordSpec;

export const handler: Handler<Spec> = async (_args, flags, context) => {
  const session = await context.openSession();
  needServer(session, "passwords");
  const passwords = await askedPasswords(flags, context);
  const { profile, expires } = await changePassword(session, passwords);
  const { output } = context;
  await output.answer("Your password was changed; every other login has ended.", {
    profile: profile ?? null,
    expires,
  });
  if (profile !== undefined) return;
  output.warn(
    `The login of ZENML_API_TOKEN has ended too. Log in again: zenml connect --url ${session.store.url}`,
  );
};

const HINT = "Give them with ZENML_STORE_PASSWORD and ZENML_NEW_PASSWORD.";

async function askedPasswords(
  { oldPassword, newPassword }: FlagsOf<Spec>,
  { io }: Context,
): Promise<{ readonly old: string; readonly new: string }> {
  if (oldPassword !== undefined && newPassword !== undefined) {
    return { old: oldPassword, new: newPassword };
  }
  const prompt = new Prompt(io, HINT);
  try {
    const old = oldPassword ?? (await prompt.ask("Present password", { hidden: true }));
    return { old, new: newPassword ?? (await prompt.ask("New password", { hidden: true })) };
  } finally {
    prompt.close();
  }
}
