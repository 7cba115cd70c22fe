// The code of a run that was executed before, found and compiled again as it was then.
import { join } from "node:path";
import type { Run } from "../../domain/entities/run.js";
import { ZenError } from "../../domain/errors.js";
import { compile } from "../../runtime/compile.js";
import type { CompileOptions } from "../../runtime/compile.js";
import type { CompiledPipeline } from "../../runtime/compiled-pipeline.js";
import type { CodeIndex } from "../../runtime/code-index.js";
import { loadPipelineFile } from "../../runtime/loader/load-pipeline-file.js";
import { readRecordedConfiguration } from "../../runtime/parse-run-configuration.js";
import type { WorkerSource } from "./open-executor.js";
import { loaderOptions } from "./loader-options.js";

export interface LoadedRun {
  readonly pipeline: CompiledPipeline;
  readonly code: CodeIndex;
  readonly workers: WorkerSource;
  readonly projectRoot: string;
  readonly origin: { readonly root: string; readonly file: string; readonly export: string };
}

/** What the run was compiled with. */
export function recordedOptions(run: Pick<Run, "configuration">): CompileOptions {
  return { config: readRecordedConfiguration(run.configuration) };
}

/** Errors: `conflict` when its code is not known; those of loading and compiling. */
export async function loadRun(run: Run, cwd: string): Promise<LoadedRun> {
  const { source } = run;
  if (source === null) throw unknownCode(run);
  const { root, file, export: exportName } = source;
  if (exportName === null) throw startedByScript(run, join(root, file));
  const module = await loadPipelineFile(`${join(root, file)}:${exportName}`, loaderOptions(cwd));
  const options = { ...recordedOptions(run), projectRoot: root };
  const pipeline = await compile(module.pipeline, options);
  return {
    pipeline,
    code: module.code,
    workers: { bundleFile: module.bundleFile, exportName: module.exportName, compile: options },
    projectRoot: root,
    origin: { root, file, export: exportName },
  };
}

function unknownCode({ name }: Run): ZenError {
  return new ZenError("conflict", `Where the code of run '${name}' is was not recorded.`, {
    hint: "Run the pipeline anew: what did not change comes from the cache.",
  });
}

function startedByScript({ name }: Run, file: string): ZenError {
  return new ZenError("conflict", `Run '${name}' was started by the script '${file}' itself.`, {
    hint: `Only the script can go on with it: pipeline.run({ resume: "${name}" }), then node ${file}`,
  });
}
