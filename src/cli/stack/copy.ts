import { copyStack } from "../../sdk/stacks/copy-stack.js";
import type { Handler } from "../framework/command.js";
import { noticeBrought } from "./notice-brought.js";
import type { copySpec } from "./specs.js";

export const handler: Handler<typeof copySpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const { output } = context;
  const tell = {
    notice: (text: string) => output.notice(text),
    warn: (text: string) => output.warn(text),
  };
  const { from, to } = flags;
  const { sourceStack, targetStack } = args;
  const added = await copyStack(session, sourceStack, targetStack, { from, to, tell });
  noticeBrought(added, output);
  const { name } = added.stack;
  await output.answer(`Stack '${sourceStack}' successfully copied as '${name}'!`, added.stack);
};
