import { retryRun } from "../../sdk/running/continue-run.js";
import type { Handler } from "../framework/command.js";
import type { retrySpec } from "./specs.js";
import { withSmallHeap } from "./small-heap.js";
import { tellRun } from "./tell-run.js";

export const handler: Handler<typeof retrySpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const options = {
    from: flags.from,
    name: flags.name,
    acceptsChanges: flags.acceptChanges,
    isInProcess: flags.inProcess,
    cwd: context.io.cwd,
  };
  return withSmallHeap(() =>
    tellRun(context, (told) => retryRun(session, args.run, { ...options, ...told })),
  );
};
