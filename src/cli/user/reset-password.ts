import { resetPassword } from "../../sdk/users/account.js";
import type { Handler } from "../framework/command.js";
import { activationLines } from "./activation-lines.js";
import type { resetPasswordSpec } from "./specs.js";

export const handler: Handler<typeof resetPasswordSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const { id, name } = await session.store.users.get(args.user);
  const question = `Are you sure? The password and every login of '${name}' end now.`;
  if (!(await context.confirm(question, flags))) return 1;
  const made = await resetPassword(session, id);
  const lines = [`The password of user '${name}' is none any more.`];
  lines.push(...activationLines(made, session.store.url));
  await context.output.answer(lines.join("\n"), made);
  return 0;
};
