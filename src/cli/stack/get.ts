import type { Handler } from "../framework/command.js";
import type { getSpec } from "./specs.js";

export const handler: Handler<typeof getSpec> = async (_args, _flags, context) => {
  const session = await context.openSession();
  const { id, name } = await session.activeStack();
  const { source } = session.settings.stack;
  await context.output.answer(`The active stack is: '${name}'`, { id, name, source });
};
