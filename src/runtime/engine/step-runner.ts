// Brings one invocation of a step to its end: conditions, cache key, cache, attempts, record. The
// orchestrator and the maps decide when; an executor decides where.
import type { StoredContent } from "../../artifacts/stored-content.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Change } from "../../domain/change.js";
import type { Json } from "../../domain/entities/fields.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { CacheSettings, GraphStep } from "../../domain/graph.js";
import type { CacheParts } from "../../domain/cache-parts.js";
import type { Status } from "../../domain/status.js";
import { cacheKey, makeCacheParts } from "../cache-key.js";
import type { CodeIndex, CodeParts } from "../code-index.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";
import type { StepExecutor } from "../execution/executor.js";
import { stepCode } from "../execution/step-code.js";
import type { Journal } from "../journal/journal.js";
import type { StepOutcome, StepTask, TaskInput } from "../step-task.js";
import type { CacheHit, CacheLookup, ListedArtifact } from "./cache-lookup.js";
import type { Declared } from "../declared/declared-hashes.js";
import type { Conditions } from "./conditions.js";
import { inputArtifactId, inputHash } from "./frame.js";
import type { Frame, Input, Outputs } from "./frame.js";
import { GatheredFinds } from "./gathered-finds.js";
import type { GraphPlan } from "./graph-plan.js";
import type { RestoredSteps } from "./restored-step.js";
import { attemptFacts, runAttempts } from "./retry-policy.js";
import type { FailedAttempt } from "./retry-policy.js";
import type { RunRecord } from "./run-record.js";
import type { RunTally } from "./run-tally.js";
import { StepRow } from "./step-row.js";

export interface StepRunnerParts {
  readonly pipeline: CompiledPipeline;
  readonly plan: GraphPlan;
  readonly record: RunRecord;
  readonly journal: Journal;
  readonly executor: StepExecutor;
  readonly code: CodeIndex;
  readonly cache: CacheLookup;
  readonly conditions: Conditions;
  readonly restored: RestoredSteps;
  readonly tally: RunTally;
  readonly signal: AbortSignal;
  readonly now: () => string;
  /** Resolves after that many milliseconds, or when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** Hashes of the files and variables that a step says it depends on. */
  readonly declared: (settings: CacheSettings | undefined) => Promise<Declared>;
}

interface Prepared {
  readonly frame: Frame;
  readonly graph: GraphStep;
  readonly row: StepRow;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly inputIds: Readonly<Record<string, string>>;
  readonly parts: CacheParts;
  readonly key: string | null;
  /** Those that failed and were followed by another one. */
  readonly attempts: Json[];
}

export class StepRunner {
  readonly #parts: StepRunnerParts;
  readonly #finds: GatheredFinds;
  readonly #codeParts = new Map<string, CodeParts>();
  readonly #declared = new Map<string, Promise<Declared>>();

  constructor(parts: StepRunnerParts) {
    this.#parts = parts;
    this.#finds = new GatheredFinds(parts.cache);
  }

  async execute(frame: Frame, graph: GraphStep): Promise<Status> {
    const restored = this.#parts.restored.get(frame.nameOf(graph.name));
    if (restored !== undefined && isDone(restored.row.status)) {
      this.#keep(frame, graph, restored.outputs);
      return this.#parts.tally.restored(frame, graph.name, restored.row);
    }
    const row = this.#row(frame, graph);
    const isTaken =
      graph.when === undefined || (await this.#parts.conditions.hold(frame, graph.when));
    const inputs = isTaken ? inputsOf(frame, graph) : "skipped";
    if (inputs === "skipped") return this.#notTaken(frame, graph, row);
    const declared = graph.cache === undefined ? undefined : await this.#declaredBy(graph);
    const step = this.#prepare(frame, graph, { row, inputs, declared });
    if (graph.enable_cache && step.key !== null) {
      const hit = await this.#finds.find({ key: step.key, ttl: graph.cache?.ttl });
      if (hit !== undefined) return this.#cached(step, hit);
    }
    return this.#run(step);
  }

  /** A step that will not run: cancelled with the run, or skipped because of one before it. */
  skip(frame: Frame, graph: GraphStep): void {
    const { journal, signal, tally } = this.#parts;
    const status = signal.aborted ? "cancelled" : "skipped";
    const row = this.#row(frame, graph);
    journal.later(row.end(status, {}, this.#parts.now()));
    tally.ended(frame, graph.name, { status, duration_ms: 0, failure: null });
  }

  #notTaken(frame: Frame, graph: GraphStep, row: StepRow): Status {
    const { journal, now, tally } = this.#parts;
    frame.keep(graph.name, "skipped");
    journal.later(row.end("skipped", {}, now()));
    return tally.ended(frame, graph.name, { status: "skipped", duration_ms: 0, failure: null });
  }

  async #run(step: Prepared): Promise<Status> {
    const { signal, random, wait } = this.#parts;
    const inputs = await this.#taskInputs(step.inputs);
    const outcome = await runAttempts({
      retry: step.graph.retry,
      first: step.row.attempt,
      signal,
      random,
      wait,
      attempt: (_attempt, isLast) => this.#attempt(step, inputs, isLast),
      retrying: (failed) => this.#retrying(step, failed),
    });
    return this.#settle(step, outcome);
  }

  #attempt(step: Prepared, inputs: StepTask["inputs"], isLast: boolean): Promise<StepOutcome> {
    const { executor, signal, tally, now } = this.#parts;
    let isBegun = false;
    return executor.execute(this.#task(step, inputs, isLast), signal, () => {
      if (isBegun) return;
      isBegun = true;
      step.row.begin(now());
      tally.started(step.frame, step.graph.name);
    });
  }

  async #retrying(step: Prepared, failed: FailedAttempt): Promise<void> {
    const { journal, now, tally } = this.#parts;
    const { frame, graph, row } = step;
    const { failure, duration_ms } = failed;
    step.attempts.push(attemptFacts(failed));
    const metadata = { attempts: [...step.attempts] };
    await journal.commit(row.retry({ failure, duration_ms, metadata }, now()));
    tally.retrying(frame, graph.name, failed);
  }

  #prepare(
    frame: Frame,
    graph: GraphStep,
    {
      row,
      inputs,
      declared,
    }: Pick<Prepared, "row" | "inputs"> & { readonly declared?: Declared | undefined },
  ): Prepared {
    const inputIds: Record<string, string> = {};
    const hashes: Record<string, string> = {};
    for (const [name, input] of Object.entries(inputs)) {
      const id = inputArtifactId(input);
      if (id !== undefined) inputIds[name] = id;
      hashes[name] = inputHash(input);
    }
    const parts = makeCacheParts({
      definition: graph.step,
      code: this.#code(graph),
      params: graph.params,
      inputs: hashes,
      outputs: graph.outputs,
      declared,
    });
    return { frame, graph, row, inputs, inputIds, parts, key: cacheKey(parts), attempts: [] };
  }

  /** Looked at once in a run: what changes while it goes on counts for the next one. */
  #declaredBy({ name, cache }: GraphStep): Promise<Declared> {
    const declared = this.#declared.get(name) ?? this.#parts.declared(cache);
    this.#declared.set(name, declared);
    return declared;
  }

  /** Invocations of one step share their code. */
  #code(graph: GraphStep): CodeParts {
    let parts = this.#codeParts.get(graph.step);
    if (parts === undefined) {
      parts = this.#parts.code.partsOf(stepCode(this.#parts.pipeline, graph.name).definition);
      this.#codeParts.set(graph.step, parts);
    }
    return parts;
  }

  async #taskInputs(inputs: Prepared["inputs"]): Promise<StepTask["inputs"]> {
    const read: Record<string, TaskInput> = {};
    for (const [name, input] of Object.entries(inputs)) {
      if ("value" in input) read[name] = input;
      else if ("element" in input) read[name] = { artifact: contentOf(input.element) };
      else read[name] = { artifact: contentOf(await this.#withBytes(input.artifact)) };
    }
    return read;
  }

  #withBytes(artifact: Artifact | ListedArtifact): Artifact | Promise<Artifact> {
    if ("inline" in artifact) return artifact;
    if (artifact.path !== null) return { ...artifact, inline: null };
    return this.#parts.cache.read(artifact);
  }

  #task({ graph, row }: Prepared, inputs: StepTask["inputs"], isLast: boolean): StepTask {
    const { run } = this.#parts.record;
    const { id, name } = row.entity;
    return {
      run: { id: run.id, name: run.name },
      step: { id, name, definition: graph.step },
      node: graph.name,
      pipeline: this.#parts.pipeline.graph.name,
      attempt: row.attempt,
      params: graph.params,
      inputs,
      outputs: graph.outputs,
      timeout: graph.timeout,
      isolation: graph.isolation,
      isLast,
    };
  }

  /** Not waited for: a crash loses only the note that the cache was used. */
  #cached(step: Prepared, hit: CacheHit): Status {
    const { journal, tally } = this.#parts;
    const { frame, graph, row } = step;
    const now = this.#parts.now();
    const { duration_ms, original_step_id } = hit;
    this.#keep(frame, graph, hit.outputs);
    const set = {
      ...this.#identity(step),
      started: now,
      ended: now,
      duration_ms,
      outputs: ids(hit.outputs),
      original_step_id,
    };
    journal.later(row.end("cached", set, now));
    return tally.ended(frame, graph.name, { status: "cached", duration_ms, failure: null });
  }

  async #settle(step: Prepared, outcome: StepOutcome): Promise<Status> {
    const { journal, tally } = this.#parts;
    const { frame, graph, row } = step;
    const { duration_ms } = outcome;
    const now = this.#parts.now();
    const noted = outcome.status === "completed" ? outcome.metadata : {};
    const metadata = step.attempts.length === 0 ? noted : { ...noted, attempts: step.attempts };
    const ended = { ...this.#identity(step), ended: now, duration_ms, metadata };
    if (outcome.status !== "completed") {
      const failure = outcome.status === "failed" ? outcome.failure : null;
      await journal.commit(row.end(outcome.status, { ...ended, failure }, now));
      return tally.ended(frame, graph.name, { status: outcome.status, duration_ms, failure });
    }
    const outputs = this.#artifactsOf(row.entity, outcome.outputs);
    const set = { ...ended, outputs: ids(outputs), failure: null };
    const artifacts = [...outputs.values()].map((entity): Change => ({
      op: "create",
      resource: "artifact",
      entity,
    }));
    await journal.commit([...row.end("completed", set, now), ...artifacts]);
    this.#keep(frame, graph, outputs);
    return tally.ended(frame, graph.name, { status: "completed", duration_ms, failure: null });
  }

  #artifactsOf(
    row: StepRun,
    values: Readonly<Record<string, StoredContent>>,
  ): ReadonlyMap<string, Artifact> {
    const { record } = this.#parts;
    return new Map(
      Object.entries(values).map(([name, value]) => [name, record.newArtifact(row, name, value)]),
    );
  }

  /** Of steps whose outputs nobody takes, none is kept in memory. */
  #keep(frame: Frame, { name }: GraphStep, outputs: Outputs): void {
    if (this.#parts.plan.isTaken(name)) frame.keep(name, outputs);
  }

  #identity(step: Prepared): Partial<StepRun> {
    return { inputs: { ...step.inputIds }, cache_key: step.key, cache_parts: step.parts };
  }

  #row(frame: Frame, graph: GraphStep): StepRow {
    const { plan, record, journal, restored } = this.#parts;
    const name = frame.nameOf(graph.name);
    const before = restored.get(name)?.row;
    if (before !== undefined) {
      return new StepRow({ ...before, cache_parts: null }, { record, journal, isStored: true });
    }
    const invocation = {
      name,
      position: plan.positionOf(graph.name),
      map_name: frame.mapName,
      item_index: frame.item?.index ?? null,
    };
    return new StepRow(record.newStep(graph, invocation), { record, journal });
  }
}

/** `skipped`: one of them comes from a branch that was not taken. */
function inputsOf(frame: Frame, graph: GraphStep): Readonly<Record<string, Input>> | "skipped" {
  const inputs: Record<string, Input> = {};
  for (const [name, from] of Object.entries(graph.inputs)) {
    const found = frame.find(from);
    if (found === "skipped") return "skipped";
    // A step that returned nothing passes nothing on.
    if (found !== "nothing") inputs[name] = found;
  }
  return inputs;
}

function isDone(status: Status): boolean {
  return status === "completed" || status === "cached";
}

function ids(outputs: ReadonlyMap<string, { readonly id: string }>): Record<string, string> {
  return Object.fromEntries([...outputs].map(([name, artifact]) => [name, artifact.id]));
}

/** What reading it takes: less to be sent to a worker thread. */
function contentOf(artifact: StoredContent): StoredContent {
  return {
    materializer: artifact.materializer,
    data_type: artifact.data_type,
    media_type: artifact.media_type,
    content_hash: artifact.content_hash,
    size: artifact.size,
    path: artifact.path,
    metadata: artifact.metadata,
    preview: artifact.preview,
    inline: artifact.inline,
  };
}
