// Brings one step of a run to its end: cache key, cache, execution, record. The orchestrator decides
// when; an executor decides where.
import type { StoredContent } from "../../artifacts/stored-content.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Change, Create } from "../../domain/change.js";
import type { Failure } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { Json } from "../../domain/entities/fields.js";
import { originsOf } from "../../domain/graph-origins.js";
import type { GraphInput, GraphStep } from "../../domain/graph.js";
import type { CacheParts } from "../../domain/cache-parts.js";
import type { Status } from "../../domain/status.js";
import { cacheKey, literalHash, makeCacheParts } from "../cache-key.js";
import type { CodeIndex, CodeParts } from "../code-index.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";
import type { StepExecutor } from "../execution/executor.js";
import { stepCode } from "../execution/step-code.js";
import type { Journal } from "../journal/journal.js";
import type { RunListener } from "../run-events.js";
import type { StepOutcome, StepTask, TaskInput } from "../step-task.js";
import type { CacheHit, CacheLookup, ListedArtifact } from "./cache-lookup.js";
import type { RunRecord } from "./run-record.js";

export interface StepRunnerParts {
  readonly pipeline: CompiledPipeline;
  readonly record: RunRecord;
  readonly journal: Journal;
  readonly executor: StepExecutor;
  readonly code: CodeIndex;
  readonly cache: CacheLookup;
  readonly listener: RunListener;
  readonly signal: AbortSignal;
  readonly now: () => string;
}

/** An output of this run has its bytes at hand, one from the cache has not. */
type Input = { readonly artifact: Artifact | ListedArtifact } | { readonly value: Json };

interface Prepared {
  readonly graph: GraphStep;
  readonly row: StepRun;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly inputIds: Readonly<Record<string, string>>;
  readonly parts: CacheParts;
  readonly key: string | null;
}

type Ended = Partial<StepRun> & { readonly status: Status };

export class StepRunner {
  readonly failures: Failure[] = [];
  readonly counts: Partial<Record<Status, number>> = {};
  readonly #parts: StepRunnerParts;
  readonly #graph: ReadonlyMap<string, { readonly step: GraphStep; readonly position: number }>;
  /** The steps whose outputs others take; of the rest none is kept in memory. */
  readonly #taken: ReadonlySet<string>;
  /** Outputs of the steps that are done, by invocation. */
  readonly #outputs = new Map<string, ReadonlyMap<string, Artifact | ListedArtifact>>();
  readonly #codeParts = new Map<string, CodeParts>();

  constructor(parts: StepRunnerParts) {
    this.#parts = parts;
    const { steps } = parts.pipeline.graph;
    this.#graph = new Map(steps.map((step, position) => [step.name, { step, position }]));
    this.#taken = new Set(steps.flatMap(({ inputs }) => Object.values(inputs).flatMap(origin)));
  }

  async execute(name: string): Promise<Status> {
    const step = this.#prepare(name);
    if (step.graph.enable_cache && step.key !== null) {
      const hit = await this.#parts.cache.find(step.key);
      if (hit !== undefined) return this.#cached(step, hit);
    }
    return this.#run(step);
  }

  async #run(step: Prepared): Promise<Status> {
    const { executor, journal, record, signal } = this.#parts;
    const task = this.#task(step, await this.#taskInputs(step.inputs));
    let begun: Create<"step"> | undefined;
    const outcome = await executor.execute(task, signal, () => {
      if (begun !== undefined) return;
      begun = record.createStep(step.row, "running", { started: this.#parts.now() });
      journal.later([begun]);
      this.#parts.listener({ type: "step_started", step: step.graph.name });
    });
    return this.#settle(step, begun, outcome);
  }

  /** A step that will not run: cancelled with the run, or skipped because of one before it. */
  async skip(name: string): Promise<void> {
    const { row } = this.#step(name);
    const { journal, record, signal } = this.#parts;
    const status = signal.aborted ? "cancelled" : "skipped";
    journal.later([record.createStep(row, status, {})]);
    this.#tell(name, status, { duration_ms: 0, failure: null });
  }

  #prepare(name: string): Prepared {
    const { graph, row } = this.#step(name);
    const inputs: Record<string, Input> = {};
    const inputIds: Record<string, string> = {};
    const hashes: Record<string, string> = {};
    for (const [input, from] of Object.entries(graph.inputs)) {
      if ("value" in from) {
        inputs[input] = from;
        hashes[input] = literalHash(from.value);
        continue;
      }
      const [source] = originsOf(from);
      const artifact = source && this.#outputs.get(source.step)?.get(source.output);
      // A step that returned nothing passes nothing on.
      if (artifact === undefined) continue;
      inputs[input] = { artifact };
      inputIds[input] = artifact.id;
      hashes[input] = artifact.content_hash;
    }
    const parts = makeCacheParts({
      definition: graph.step,
      code: this.#code(name, graph.step),
      params: graph.params,
      inputs: hashes,
      outputs: graph.outputs,
    });
    return { graph, row, inputs, inputIds, parts, key: cacheKey(parts) };
  }

  /** Invocations of one step share their code. */
  #code(name: string, definition: string): CodeParts {
    let parts = this.#codeParts.get(definition);
    if (parts === undefined) {
      parts = this.#parts.code.partsOf(stepCode(this.#parts.pipeline, name).definition);
      this.#codeParts.set(definition, parts);
    }
    return parts;
  }

  async #taskInputs(inputs: Prepared["inputs"]): Promise<StepTask["inputs"]> {
    const read: Record<string, TaskInput> = {};
    for (const [name, input] of Object.entries(inputs)) {
      if ("value" in input) read[name] = input;
      else read[name] = { artifact: contentOf(await this.#withBytes(input.artifact)) };
    }
    return read;
  }

  #withBytes(artifact: Artifact | ListedArtifact): Artifact | Promise<Artifact> {
    if ("inline" in artifact) return artifact;
    if (artifact.path !== null) return { ...artifact, inline: null };
    return this.#parts.cache.read(artifact);
  }

  #task(step: Prepared, inputs: StepTask["inputs"]): StepTask {
    const { run } = this.#parts.record;
    return {
      run: { id: run.id, name: run.name },
      step: { id: step.row.id, name: step.graph.name, definition: step.graph.step },
      node: step.graph.name,
      pipeline: this.#parts.pipeline.graph.name,
      attempt: step.row.attempt,
      params: step.graph.params,
      inputs,
      outputs: step.graph.outputs,
    };
  }

  /** Not waited for: a crash loses only the note that the cache was used. */
  #cached(step: Prepared, hit: CacheHit): Status {
    const now = this.#parts.now();
    this.#keep(step, hit.outputs);
    const created = this.#parts.record.createStep(step.row, "cached", {
      ...this.#identity(step),
      started: now,
      ended: now,
      duration_ms: hit.duration_ms,
      outputs: ids(hit.outputs),
      original_step_id: hit.original_step_id,
    });
    this.#parts.journal.later([created]);
    return this.#tell(step.graph.name, "cached", { duration_ms: hit.duration_ms, failure: null });
  }

  /** `begun` is undefined for a step that was cancelled while it waited for room. */
  async #settle(
    step: Prepared,
    begun: Create<"step"> | undefined,
    outcome: StepOutcome,
  ): Promise<Status> {
    const { journal } = this.#parts;
    const { duration_ms } = outcome;
    const ended = { ...this.#identity(step), ended: this.#parts.now(), duration_ms };
    if (outcome.status !== "completed") {
      const failure = outcome.status === "failed" ? outcome.failure : null;
      if (failure !== null) this.failures.push(failure);
      await journal.commit([this.#end(step, begun, { ...ended, status: outcome.status, failure })]);
      return this.#tell(step.graph.name, outcome.status, { duration_ms, failure });
    }
    const outputs = this.#artifactsOf(step, outcome.outputs);
    const { metadata, status } = outcome;
    const set = { ...ended, status, outputs: ids(outputs), metadata };
    const artifacts = [...outputs.values()].map((entity): Change => ({
      op: "create",
      resource: "artifact",
      entity,
    }));
    await journal.commit([this.#end(step, begun, set), ...artifacts]);
    this.#keep(step, outputs);
    return this.#tell(step.graph.name, "completed", { duration_ms, failure: null });
  }

  /** One row written once, when nobody can have seen that the step was running. */
  #end(step: Prepared, begun: Create<"step"> | undefined, set: Ended): Change {
    const { journal, record } = this.#parts;
    const row = begun?.entity ?? step.row;
    if (begun !== undefined && !journal.withdraw(begun)) {
      return record.moveStep(row, set.status, set);
    }
    return record.createStep(row, set.status, { ...set, updated: this.#parts.now() });
  }

  #artifactsOf(
    step: Prepared,
    values: Readonly<Record<string, StoredContent>>,
  ): ReadonlyMap<string, Artifact> {
    const { record } = this.#parts;
    return new Map(
      Object.entries(values).map(([name, value]) => [
        name,
        record.newArtifact(step.row, name, value),
      ]),
    );
  }

  #keep({ graph }: Prepared, outputs: ReadonlyMap<string, Artifact | ListedArtifact>): void {
    if (this.#taken.has(graph.name)) this.#outputs.set(graph.name, outputs);
  }

  #identity(step: Prepared): Partial<StepRun> {
    return { inputs: { ...step.inputIds }, cache_key: step.key, cache_parts: step.parts };
  }

  #tell(
    step: string,
    status: Status,
    facts: { duration_ms: number; failure: Failure | null },
  ): Status {
    this.counts[status] = (this.counts[status] ?? 0) + 1;
    this.#parts.listener({ type: "step_ended", step, status, ...facts });
    return status;
  }

  #step(name: string): Pick<Prepared, "graph" | "row"> {
    const found = this.#graph.get(name);
    if (found === undefined) throw new Error(`the graph has no step '${name}'`);
    return { graph: found.step, row: this.#parts.record.newStep(found.step, found.position) };
  }
}

function origin(input: GraphInput): readonly string[] {
  return "step" in input ? [input.step] : [];
}

function ids(outputs: ReadonlyMap<string, { readonly id: string }>): Record<string, string> {
  return Object.fromEntries([...outputs].map(([name, artifact]) => [name, artifact.id]));
}

/** What reading it takes: less to be sent to a worker thread. */
function contentOf(artifact: Artifact): StoredContent {
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
