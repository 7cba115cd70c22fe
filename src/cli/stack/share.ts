import type { Handler } from "../framework/command.js";
import { chosenStack } from "./chosen-stack.js";
import { offerToShare } from "./offer-to-share.js";
import type { shareSpec } from "./specs.js";

export const handler: Handler<typeof shareSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const stack = await chosenStack(session, args.stack);
  const shared = await offerToShare(stack, flags, context);
  if (shared === undefined) return 1;
  await context.output.answer(`Stack \`${stack.name}\` successfully shared!`, shared);
  return 0;
};
