// Runs a compiled pipeline on an opened stack and records it. Knows the store's contract, an
// orchestrator and an executor; not where any of them came from.
import { setMaxListeners } from "node:events";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import type { Failure } from "../../domain/entities/run.js";
import { isDone } from "../../domain/status.js";
import type { Status } from "../../domain/status.js";
import type { Orchestrator } from "../../stack/orchestrator.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";
import {
  knownExternals,
  recordedExternals,
  resolveExternals,
} from "../references/external-inputs.js";
import type { StepExecutor } from "../execution/executor.js";
import { Journal } from "../journal/journal.js";
import type { RunListener } from "../run-events.js";
import { CacheLookup } from "./cache-lookup.js";
import type { Externals } from "./frame.js";
import { GraphRunner } from "./graph-runner.js";
import { openRun } from "./open-run.js";
import type { OpenRunParts, OpenedRun } from "./open-run.js";
import { waitFor } from "./retry-policy.js";
import { runFailure } from "./run-record.js";
import type { StepRunnerParts } from "./step-runner-parts.js";

export interface RunParts extends OpenRunParts {
  readonly orchestrator: Orchestrator;
  readonly artifactStore: ArtifactStore;
  readonly executor: StepExecutor;
  readonly listener: RunListener;
  readonly signal: AbortSignal;
  readonly on_failure: "continue" | "stop";
  /** Hashes of the files and variables that a step says it depends on. */
  readonly declared: StepRunnerParts["declared"];
  /** Called when no step is under way any more, to close what only steps need while the end is recorded. */
  readonly onExecuted?: (() => Promise<void>) | undefined;
}

export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly status: Status;
  readonly duration_ms: number;
  readonly failure: Failure | null;
}

/**
 * Errors: `entity_exists` when the run's name is taken; `conflict` when somebody else executes it, or
 * took it over; whatever the store throws. A failed step is no error here.
 */
export async function runPipeline(
  pipeline: CompiledPipeline,
  parts: RunParts,
): Promise<RunSummary> {
  const begin = performance.now();
  // Before the run begins: what is not there fails no run.
  const before = parts.resumes?.run ?? parts.repeats?.run;
  const known = knownExternals(before?.environment);
  const externals = await resolveExternals(pipeline.graph, { ...parts, known });
  const environment = { ...parts.environment, ...recordedExternals(externals) };
  const opened = await openRun(pipeline, { ...parts, environment });
  const { claim } = opened;
  claim.start();
  try {
    const signal = AbortSignal.any([parts.signal, claim.signal]);
    // Every step under way listens, however many there are.
    setMaxListeners(0, signal);
    return await executed(pipeline, { ...parts, ...opened, externals, signal, begin });
  } catch (error) {
    // What broke the run is the news; that its end could not be recorded follows from it.
    if (claim.lost === undefined) {
      const { record } = opened;
      const ending = { ended: parts.source.now(), failure: internalFailure(error) };
      await claim.commit([record.moveRun("failed", ending)]).catch(() => undefined);
    }
    throw claim.lost ?? error;
  } finally {
    await claim.stop();
  }
}

interface Execution extends RunParts, OpenedRun {
  readonly externals: Externals;
  readonly begin: number;
}

async function executed(pipeline: CompiledPipeline, parts: Execution): Promise<RunSummary> {
  const { claim, record, restored, source, signal } = parts;
  const run = { id: record.run.id, name: record.run.name };
  tellStart(pipeline, parts, run);
  const journal = new Journal(claim);
  const cache = new CacheLookup(parts.store, parts.artifactStore, source.now);
  if (pipeline.graph.enable_cache) await cache.prefetch(pipeline.graph.name, run.id);
  const runner = new GraphRunner({
    ...parts,
    pipeline,
    record,
    journal,
    cache,
    restored,
    now: source.now,
    wait: source.wait ?? waitFor,
    random: Math.random,
    declared: parts.declared,
  });
  await orchestrate(pipeline, runner, parts);
  const closed = parts.onExecuted?.();
  const { counts, failures } = runner.tally;
  const status = finalStatus(failures, signal);
  const failure = runFailure(failures);
  await journal.end([record.moveRun(status, { ended: source.now(), failure })]);
  // The end of a run survives a power cut.
  await Promise.all([parts.store.sync(), closed]);
  const duration_ms = Math.round(performance.now() - parts.begin);
  parts.listener({ type: "run_ended", run, status, duration_ms, counts, failure });
  return { ...run, status, duration_ms, failure };
}

function tellStart(
  { graph }: CompiledPipeline,
  parts: Execution,
  run: Pick<RunSummary, "id" | "name">,
): void {
  const { registered, restored } = parts;
  parts.listener({
    type: "run_started",
    run,
    graph,
    stack: parts.stack.name,
    enable_cache: graph.enable_cache,
    pipeline: registered === null ? null : { name: graph.name, ...registered },
    ...(parts.resumes === undefined
      ? {}
      : { finished: [...restored.values()].filter(({ row }) => isDone(row)).length }),
  });
}

async function orchestrate(
  pipeline: CompiledPipeline,
  runner: GraphRunner,
  { orchestrator, signal, on_failure }: Execution,
): Promise<void> {
  await orchestrator.run({
    graph: pipeline.graph,
    // What was done before is passed over by whoever executes it: what it put out is needed still.
    finished: new Map(),
    execute: (step) => runner.execute(step),
    skip: (step) => runner.skip(step),
    signal,
    on_failure,
  });
}

function finalStatus(failures: readonly Failure[], signal: AbortSignal): Status {
  if (signal.aborted) return "cancelled";
  return failures.length > 0 ? "failed" : "completed";
}

function internalFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const name = error instanceof Error ? error.name : "Error";
  return { message, name, step: null, location: null, stack: null };
}
