// Runs that go on where another process stopped, and runs that repeat a part of another: what
// `zenml run resume` and `zenml run retry` do.
import type { Run } from "../../domain/entities/run.js";
import { ZenError } from "../../domain/errors.js";
import type { CompiledPipeline } from "../../runtime/compiled-pipeline.js";
import { executedNodes, nodeNamed, withoutCache } from "../../runtime/engine/executed-nodes.js";
import { isExecuted } from "../../runtime/engine/claim.js";
import type { RunSummary } from "../../runtime/engine/run-pipeline.js";
import type { RunListener } from "../../runtime/run-events.js";
import { DEFAULT_RUN_NAME } from "../../runtime/run-name.js";
import type { Session } from "../session.js";

import type { ExecuteRunParts, RunOpening } from "./execute-run.js";
import { recordRun } from "./record-run.js";
import { loadRun } from "./load-run.js";
import type { LoadedRun } from "./load-run.js";
import { shownStatus } from "./shown-status.js";

export interface ContinueOptions {
  /** Also when the pipeline is not what it was: what is finished stays, all else is done by the code of now. */
  readonly acceptsChanges?: boolean | undefined;
  readonly listener?: RunListener | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Steps are executed in this process instead of worker threads. */
  readonly isInProcess?: boolean | undefined;
  readonly cwd?: string | undefined;
}

export interface RetryOptions extends ContinueOptions {
  /** This step or map, and all that depend on it, are executed; absent: what did not complete. */
  readonly from?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * Goes on with a run that was interrupted, failed or was cancelled.
 * Errors: `not_found`; `conflict` when it is completed, when somebody executes it, when its pipeline is
 * not what it was, or when its code is not known; those of loading and compiling.
 */
export async function resumeRun(
  session: Session,
  reference: string,
  options: ContinueOptions = {},
): Promise<RunSummary> {
  const run = await session.store.runs.get(reference);
  assertResumable(run);
  const loaded = await loadRun(run, options.cwd ?? process.cwd());
  const resumes = { run, acceptsChanges: options.acceptsChanges ?? false };
  const pipeline = asExecuted(run, loaded.pipeline);
  return execute(session, run, { loaded, pipeline, options, opening: { resumes } });
}

/**
 * A new run that takes over what another one finished.
 * Errors: as `resumeRun`, but that its finished steps alone have to be as they were.
 */
export async function retryRun(
  session: Session,
  reference: string,
  options: RetryOptions = {},
): Promise<RunSummary> {
  const run = await session.store.runs.get(reference);
  if (shownStatus(run) === "running") throw isExecuted(run);
  const { from } = options;
  if (from === undefined && run.status === "completed") throw nothingFailed(run);
  const loaded = await loadRun(run, options.cwd ?? process.cwd());
  const nodes =
    from === undefined
      ? new Set<string>()
      : executedNodes(loaded.pipeline.graph, nodeNamed(loaded.pipeline.graph, from));
  const graph = withoutCache(loaded.pipeline.graph, nodes);
  const configuration = {
    ...loaded.pipeline.configuration,
    run_name: options.name ?? DEFAULT_RUN_NAME,
  };
  const repeats = {
    run,
    acceptsChanges: options.acceptsChanges ?? false,
    isExecuted: (node: string) => nodes.has(node),
  };
  const opening = { repeats, origin: loaded.origin };
  const pipeline = { ...loaded.pipeline, graph, configuration };
  return execute(session, run, { loaded, pipeline, options, opening });
}

/** Errors: `conflict` when there is nothing to go on with, or when somebody else does. */
export function assertResumable(run: Run): void {
  const status = shownStatus(run);
  if (status === "completed") {
    throw new ZenError("conflict", `Run '${run.name}' is completed: nothing of it is left to do.`, {
      hint: `Execute a part of it again in a new run: zenml run retry ${run.name} --from STEP`,
    });
  }
  if (status === "running" || status === "retrying") throw isExecuted(run);
}

function nothingFailed({ name }: Run): ZenError {
  return new ZenError("conflict", `Run '${name}' is completed: nothing of it failed.`, {
    hint: `Say from where it is to be executed again: zenml run retry ${name} --from STEP`,
  });
}

/** A run that repeats another one does without the cache where it was told to. */
export function asExecuted(run: Run, pipeline: CompiledPipeline): CompiledPipeline {
  if (run.original_run_id === null) return pipeline;
  const uncached = run.graph.steps.filter(({ enable_cache }) => !enable_cache);
  const names = new Set(uncached.map(({ name }) => name));
  return { ...pipeline, graph: withoutCache(pipeline.graph, names) };
}

interface Continued {
  readonly loaded: LoadedRun;
  readonly pipeline: CompiledPipeline;
  readonly options: ContinueOptions;
  readonly opening: RunOpening;
}

/** On the stack that the run began on. */
function execute(
  session: Session,
  run: Run,
  { loaded, pipeline, options, opening }: Continued,
): Promise<RunSummary> {
  const parts: ExecuteRunParts = {
    store: session.store,
    stack: run.stack_id ?? run.stack_name,
    localFolder: session.localFolder,
    repository: session.settings.repository?.root,
    projectRoot: loaded.projectRoot,
    pipeline,
    code: loaded.code,
    workers: options.isInProcess === true ? undefined : loaded.workers,
    listener: options.listener ?? (() => undefined),
    signal: options.signal ?? new AbortController().signal,
    unlisted: run.pipeline_id === null,
    opening,
    env: session.env,
  };
  return recordRun(parts);
}
