// Compiles and runs a pipeline whose file is being loaded, and tells how it goes.
import { dirname, relative } from "node:path";
import { compile } from "../../runtime/compile.js";
import type { CompileOptions } from "../../runtime/compile.js";
import { projectRoot } from "../../runtime/loader/project-root.js";
import { mergeRunConfigurations } from "../../runtime/merge-configuration.js";
import type { PipelineModule } from "../../runtime/pipeline-module.js";
import { recordRun } from "../../sdk/running/record-run.js";
import type { WarmWorkers } from "../../sdk/running/warm-workers.js";
import type { FlagsOf } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import type { executeSpec } from "./execute-spec.js";
import { putOnSchedule } from "./put-on-schedule.js";
import { readParams, readRunConfiguration } from "./read-params.js";
import { tellRun } from "./tell-run.js";

type Flags = FlagsOf<typeof executeSpec>;

export interface Surroundings {
  readonly context: Context;
  readonly workers: WarmWorkers | undefined;
}

/** Resolves to the exit code. */
export async function runFile(
  loading: Promise<PipelineModule>,
  flags: Flags,
  { context, workers }: Surroundings,
): Promise<number> {
  const { io } = context;
  const [module, session, options] = await Promise.all([
    loading,
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
