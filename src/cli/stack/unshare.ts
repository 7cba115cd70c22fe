import { unshareStack } from "../../sdk/sharing/share-stack.js";
import type { Handler } from "../framework/command.js";
import { chosenStack } from "./chosen-stack.js";
import type { unshareSpec } from "./specs.js";

export const handler: Handler<typeof unshareSpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  const stack = await unshareStack(session, await chosenStack(session, args.stack));
  const sentence = `Stack \`${stack.name}\` is not shared any more; its components still are.`;
  await context.output.answer(sentence, stack);
};
