import { resumeRun } from "../../sdk/running/continue-run.js";
import type { Handler } from "../framework/command.js";
import type { resumeSpec } from "./specs.js";
import { withSmallHeap } from "./small-heap.js";
import { tellRun } from "./tell-run.js";

export const handler: Handler<typeof resumeSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const options = {
    acceptsChanges: flags.acceptChanges,
    isInProcess: flags.inProcess,
    cwd: context.io.cwd,
  };
  return withSmallHeap(() =>
    tellRun(context, (told) => resumeRun(session, args.run, { ...options, ...told })),
  );
};
