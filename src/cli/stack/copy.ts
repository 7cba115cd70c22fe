import { copyStack } from "../../sdk/stacks/copy-stack.js";
import type { Session } from "../../sdk/session.js";
import type { Handler } from "../framework/command.js";
import { noticeBrought } from "./notice-brought.js";
import { openProfile } from "./open-profile.js";
import type { copySpec } from "./specs.js";

export const handler: Handler<typeof copySpec> = async (args, flags, context) => {
  const active = await context.openSession();
  const { output } = context;
  const opened: Session[] = [];
  const storeOf = async (profile: string | undefined, flag: string) => {
    if (profile === undefined) return active.store;
    const session = await openProfile(profile, flag, context);
    opened.push(session);
    return session.store;
  };
  try {
    const source = await storeOf(flags.from, "--from");
    const target = await storeOf(flags.to, "--to");
    const added = await copyStack(source, target, args.sourceStack, args.targetStack);
    const { name } = added.stack;
    noticeBrought(added, output);
    await output.answer(
      `Stack '${args.sourceStack}' successfully copied as '${name}'!`,
      added.stack,
    );
  } finally {
    await Promise.all(opened.map((session) => session.close()));
  }
};
