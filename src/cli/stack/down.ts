import { provisionStack } from "../../sdk/stacks/provision-stack.js";
import type { Handler } from "../framework/command.js";
import { provisionedLines } from "./provisioned-lines.js";
import type { downSpec } from "./specs.js";

export const handler: Handler<typeof downSpec> = async (_args, flags, context) => {
  const session = await context.openSession();
  const stack = await session.activeStack();
  const remove = flags.force || flags.yes;
  const verb = remove ? "Deprovisioning" : "Suspending";
  context.output.notice(`${verb} resources for active stack '${stack.name}'.`);
  const all = await provisionStack(session, stack, { verb: "down", remove });
  await context.output.answer(provisionedLines(all, "nothing to stop"), all);
};
