// Runs a compiled pipeline on an opened stack and records it. Knows the store's contract, an
// orchestrator and an executor; not where any of them came from.
import { setMaxListeners } from "node:events";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { Failure } from "../../domain/entities/run.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { Status } from "../../domain/status.js";
import type { Orchestrator } from "../../stack/orchestrator.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { CodeIndex } from "../code-index.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";
import type { StepExecutor } from "../execution/executor.js";
import { Journal } from "../journal/journal.js";
import { renderRunName } from "../run-name.js";
import type { RunListener } from "../run-events.js";
import { CacheLookup } from "./cache-lookup.js";
import { registerPipeline } from "./register-pipeline.js";
import { RunRecord, runFailure } from "./run-record.js";
import type { Source } from "./run-record.js";
import { StepRunner } from "./step-runner.js";

export interface RunParts {
  readonly store: ZenStore;
  readonly stack: { readonly id: string; readonly name: string };
  readonly orchestrator: Orchestrator;
  readonly artifactStore: ArtifactStore;
  readonly artifactStoreId: string;
  readonly executor: StepExecutor;
  readonly code: CodeIndex;
  readonly source: Source;
  readonly environment: JsonRecord;
  readonly listener: RunListener;
  readonly signal: AbortSignal;
  /** Not recorded under a pipeline. */
  readonly unlisted: boolean;
  readonly on_failure: "continue" | "stop";
}

export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly status: Status;
  readonly duration_ms: number;
  readonly failure: Failure | null;
}

const NAME_ATTEMPTS = 3;

/** Errors: `entity_exists` when the run's name is taken; whatever the store throws. A failed step is no error here. */
export async function runPipeline(
  pipeline: CompiledPipeline,
  parts: RunParts,
): Promise<RunSummary> {
  const begin = performance.now();
  // Every step under way listens, however many there are.
  setMaxListeners(0, parts.signal);
  const { record, registered } = await createRun(pipeline, parts);
  const run = { id: record.run.id, name: record.run.name };
  parts.listener({
    type: "run_started",
    run,
    graph: pipeline.graph,
    stack: parts.stack.name,
    enable_cache: pipeline.graph.enable_cache,
    pipeline: registered === null ? null : { name: pipeline.graph.name, ...registered },
  });
  const journal = new Journal(parts.store);
  const cache = new CacheLookup(parts.store, parts.artifactStore);
  if (pipeline.graph.enable_cache) await cache.prefetch(pipeline.graph.name, run.id);
  const runner = new StepRunner({
    ...parts,
    pipeline,
    record,
    journal,
    cache,
    now: parts.source.now,
  });
  await orchestrate(pipeline, runner, parts).catch(async (error: unknown) => {
    const failure = internalFailure(error);
    // What broke the run is the news; that its end could not be recorded follows from it.
    await endRun(record, { journal, status: "failed", failure, parts }).catch(() => undefined);
    throw error;
  });
  const status = finalStatus(runner.failures, parts.signal);
  const failure = runFailure(runner.failures);
  await endRun(record, { journal, status, failure, parts });
  const summary = { ...run, status, duration_ms: Math.round(performance.now() - begin), failure };
  const { counts } = runner;
  parts.listener({
    type: "run_ended",
    run,
    status,
    duration_ms: summary.duration_ms,
    counts,
    failure,
  });
  return summary;
}

async function createRun(pipeline: CompiledPipeline, parts: RunParts) {
  const registered = parts.unlisted ? null : await registerPipeline(parts.store, pipeline);
  const template = pipeline.configuration.run_name ?? pipeline.definition.run_name;
  for (let attempt = 1; ; attempt++) {
    const name = renderRunName(template, { pipeline: pipeline.graph.name });
    const header = {
      id: parts.source.newId(),
      name,
      pipeline_id: registered?.id ?? null,
      stack: parts.stack,
      environment: parts.environment,
    };
    const record = new RunRecord(pipeline, header, { ...parts, scope: parts.store.scope });
    try {
      await parts.store.commit(record.created());
      return { record, registered };
    } catch (error) {
      if (!isZenError(error, "entity_exists")) throw error;
      // A name that the clock makes will be another one next time; one that a person gave will not.
      if (!/\{(date|time)\}/.test(template ?? "{time}") || attempt === NAME_ATTEMPTS) {
        throw nameTaken(name, error);
      }
    }
  }
}

function nameTaken(name: string, cause: unknown): ZenError {
  return new ZenError("entity_exists", `A run named '${name}' exists already.`, {
    hint: `Give another name, or one with a placeholder: --name '${name}-{date}-{time}'`,
    cause,
  });
}

async function orchestrate(
  pipeline: CompiledPipeline,
  runner: StepRunner,
  parts: RunParts,
): Promise<void> {
  await parts.orchestrator.run({
    graph: pipeline.graph,
    finished: new Map(),
    execute: (step) => runner.execute(step),
    skip: (step) => runner.skip(step),
    signal: parts.signal,
    on_failure: parts.on_failure,
  });
}

interface Ending {
  readonly journal: Journal;
  readonly status: Status;
  readonly failure: Failure | null;
  readonly parts: RunParts;
}

/** The end of a run survives a power cut. */
async function endRun(record: RunRecord, ending: Ending): Promise<void> {
  const { journal, status, failure, parts } = ending;
  await journal.commit([record.moveRun(status, { ended: parts.source.now(), failure })]);
  await journal.close();
  await parts.store.sync();
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
