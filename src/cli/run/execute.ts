// `zenml run FILE`: loads, compiles and runs a pipeline, and tells how it goes.
import { dirname, relative } from "node:path";
import { loadPipelineFile } from "../../runtime/loader/load-pipeline-file.js";
import type { PipelineModule } from "../../runtime/pipeline-module.js";
import { compile } from "../../runtime/compile.js";
import type { CompileOptions } from "../../runtime/compile.js";
import { StepDurations } from "../../runtime/execution/step-durations.js";
import { mergeRunConfigurations } from "../../runtime/merge-configuration.js";
import { recordRun } from "../../sdk/running/record-run.js";
import { projectRoot } from "../../runtime/loader/project-root.js";
import { warmWorkers } from "../../sdk/running/warm-workers.js";
import type { ArgsOf, FlagsOf, Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { loaderOptions } from "../../sdk/running/loader-options.js";
import type { executeSpec } from "./execute-spec.js";
import { putOnSchedule } from "./put-on-schedule.js";
import { readParams, readRunConfiguration } from "./read-params.js";
import { withSmallHeap } from "./small-heap.js";
import { tellRun } from "./tell-run.js";

type Flags = FlagsOf<typeof executeSpec>;

export const handler: Handler<typeof executeSpec> = async (args, flags, context) => {
  const inProcess = flags.inProcess || flags.inspect;
  if (flags.inspect) waitForDebugger(context);
  const workers = inProcess ? undefined : warmWorkers();
  try {
    return await withSmallHeap(() => run(args, flags, { context, workers }));
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

interface Surroundings {
  readonly context: Context;
  readonly workers: ReturnType<typeof warmWorkers> | undefined;
}

async function run(
  args: ArgsOf<typeof executeSpec>,
  flags: Flags,
  { context, workers }: Surroundings,
): Promise<number> {
  const { io } = context;
  // First what others work on meanwhile: the bundler, a thread.
  const [module, session, options] = await Promise.all([
    loadPipelineFile(args.file, {
      ...loaderOptions(io.cwd),
      isDebugging: debugged(flags),
      onFound: (bundleFile) => workers?.warm(threadsOfUse(bundleFile, flags)),
    }),
    context.openSession(),
    compileOptions(flags, io),
  ]);
  const pipeline = await compile(module.pipeline, options);
  const schedule = options.config?.schedule;
  if (schedule !== undefined) return putOnSchedule(module, options, { schedule, context });
  const { id: stack } = await session.activeStack();
  return tellRun(context, (told) =>
    recordRun({
      store: session.store,
      stack,
      localFolder: session.localFolder,
      repository: session.settings.repository?.root,
      projectRoot: options.projectRoot ?? io.cwd,
      pipeline,
      code: module.code,
      workers: workers === undefined ? undefined : workerSource(module, options),
      warm: workers,
      unlisted: flags.unlisted,
      opening: { origin: originOf(module, options), params: options.params },
      env: io.env,
      ...told,
    }),
  );
}

async function compileOptions(flags: Flags, io: Context["io"]): Promise<CompileOptions> {
  const file = await readRunConfiguration(flags.config, io);
  // Caching is on only where everybody wants it: `--no-cache` turns it off, `--cache` cannot turn it on.
  const said = { run_name: flags.name, enable_cache: flags.cache };
  return {
    params: readParams(flags.param),
    config: mergeRunConfigurations(file.configuration, said),
    sources: { file: file.configuration, read: file.source, command_line: said },
    projectRoot: projectRoot(io.cwd),
  };
}

/** Where the code is found again when the run is resumed. */
function originOf({ sourceFile, exportName }: PipelineModule, options: CompileOptions) {
  const root = options.projectRoot ?? dirname(sourceFile);
  return { root, file: relative(root, sourceFile), export: exportName };
}

function workerSource(module: PipelineModule, options: CompileOptions) {
  return { bundleFile: module.bundleFile, exportName: module.exportName, compile: options };
}

function waitForDebugger({ output }: Context): void {
  const inspector = process.getBuiltinModule("node:inspector");
  inspector.open(0, "127.0.0.1");
  output.notice(`Waiting for a debugger at ${inspector.url() ?? "an unknown address"}`);
  inspector.waitForDebugger();
}
