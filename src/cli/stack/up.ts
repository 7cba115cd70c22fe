import { provisionStack } from "../../sdk/stacks/provision-stack.js";
import type { Handler } from "../framework/command.js";
import { provisionedLines } from "./provisioned-lines.js";
import type { upSpec } from "./specs.js";

export const handler: Handler<typeof upSpec> = async (_args, _flags, context) => {
  const session = await context.openSession();
  const stack = await session.activeStack();
  context.output.notice(`Provisioning resources for active stack '${stack.name}'.`);
  const all = await provisionStack(session, stack, { verb: "up" });
  await context.output.answer(provisionedLines(all, "nothing to start"), all);
};
