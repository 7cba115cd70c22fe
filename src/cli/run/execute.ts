// `zenml run FILE`: begins what others work on, the bundler and a thread, and meanwhile loads the code that
// executes runs.
import { StepDurations } from "../../runtime/execution/step-durations.js";
import { waitForDebugger } from "../../runtime/loader/debugger.js";
import { loadPipelineFile } from "../../runtime/loader/load-pipeline-file.js";
import { loaderOptions } from "../../sdk/running/loader-options.js";
import { warmWorkers } from "../../sdk/running/warm-workers.js";
import type { FlagsOf, Handler } from "../framework/command.js";
import type { executeSpec } from "./execute-spec.js";
import { withSmallHeap } from "./small-heap.js";

type Flags = FlagsOf<typeof executeSpec>;

export const handler: Handler<typeof executeSpec> = async (args, flags, context) => {
  const inProcess = flags.inProcess || flags.inspect;
  if (flags.inspect) {
    waitForDebugger((url) => context.output.notice(`Waiting for a debugger at ${url}`));
  }
  const workers = inProcess ? undefined : warmWorkers();
  try {
    return await withSmallHeap(async () => {
      const loading = loadPipelineFile(args.file, {
        ...loaderOptions(context.io.cwd),
        isDebugging: debugged(flags),
        onFound: (bundleFile) => workers?.warm(threadsOfUse(bundleFile, flags)),
        onMade: (bundleFile) => workers?.prepare(bundleFile),
      });
      // Whoever awaits it below tells what went wrong.
      loading.catch(() => undefined);
      const { runFile } = await import("./run-file.js");
      return runFile(loading, flags, { context, workers });
    });
  } finally {
    await workers?.close();
  }
};

/** Undefined: the loader finds out. */
function debugged(flags: Flags): true | undefined {
  return flags.inspect ? true : undefined;
}

/** As many as were of use the last time: all at once where no step comes from the cache. */
function threadsOfUse(bundleFile: string | undefined, { cache }: Flags): number {
  if (bundleFile === undefined) return 1;
  const { threads } = StepDurations.read(bundleFile);
  return cache === false ? threads : Math.min(threads, 1);
}
