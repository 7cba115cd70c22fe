// Threads and processes for the steps of a pipeline that a script runs by itself, where they ask for it.
import { existsSync, realpathSync } from "node:fs";
import { ZenError } from "../../domain/errors.js";
import type { CompileOptions } from "../../runtime/compile.js";
import type { CompiledPipeline } from "../../runtime/compiled-pipeline.js";
import { bundleOf } from "../../runtime/loader/bundle.js";
import type { LoaderOptions } from "../../runtime/loader/bundle.js";
import { originalPosition } from "../../runtime/tracing/original-position.js";
import type { WorkerSource } from "./open-executor.js";

export interface RequestOptions {
  readonly loader: LoaderOptions;
  readonly compile: CompileOptions;
  /** The script that this process was started with. */
  readonly script: string | undefined;
}

/**
 * Undefined when no step asks for a place of its own.
 * Errors: `pipeline_invalid` when the pipeline's file cannot be loaded again without doing what the script
 * does; those of the loader.
 */
export async function workersOnRequest(
  { graph, definition }: CompiledPipeline,
  { loader, compile, script }: RequestOptions,
): Promise<WorkerSource | undefined> {
  const asking = graph.steps.filter(
    ({ isolation, step_operator }) =>
      isolation === "thread" || isolation === "process" || step_operator !== undefined,
  );
  const [first] = asking;
  if (first === undefined) return undefined;
  const file = fileOf(definition.source?.file, definition);
  if (file === undefined || file === realScript(script)) {
    const place =
      first.step_operator === undefined ? `a ${first.isolation} of its own` : "a step operator";
    const what = `Step '${first.name}' asks for ${place}`;
    const why = `the file of pipeline '${graph.name}' is ${file === undefined ? "not known" : "the script that runs it"}`;
    throw new ZenError("pipeline_invalid", `${what}, which loads the pipeline once more; ${why}.`, {
      hint: "Let a file of its own export the pipeline and import it in the script, or use zenml run FILE.",
    });
  }
  const { file: bundleFile } = await bundleOf(file, loader);
  return { bundleFile, compile, isOnRequest: true };
}

function fileOf(
  path: string | undefined,
  { source }: CompiledPipeline["definition"],
): string | undefined {
  if (path === undefined || source === null) return undefined;
  const { file } = originalPosition(source);
  const found = [file, path].find((one) => existsSync(one));
  return found === undefined ? undefined : realpathSync(found);
}

function realScript(script: string | undefined): string | undefined {
  return script !== undefined && existsSync(script) ? realpathSync(script) : undefined;
}
