import type { Handler } from "../framework/command.js";
import { activate } from "./activate.js";
import type { setSpec } from "./specs.js";

export const handler: Handler<typeof setSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const stack = await session.store.stacks.get(args.stack);
  const sentence = await activate(stack, session, context, flags.global);
  await context.output.answer(sentence, { id: stack.id, name: stack.name });
};
