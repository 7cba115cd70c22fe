// Brings one invocation of a step to its end: conditions, cache key, cache, attempts, record. The
// orchestrator and the maps decide when; an executor decides where.
import type { StoredContent } from "../../artifacts/stored-content.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { GraphStep } from "../../domain/graph.js";
import { isDone } from "../../domain/status.js";
import type { Status } from "../../domain/status.js";
import type { CacheHit } from "./cache-lookup.js";
import type { Frame, Input, Outputs } from "./frame.js";
import { GatheredFinds } from "./gathered-finds.js";
import { createArtifacts, outputIds } from "./outputs.js";
import { StepPreparation } from "./prepared-step.js";
import type { PreparedStep } from "./prepared-step.js";
import { rowOf } from "./row-of.js";
import { attemptStep } from "./step-attempts.js";
import type { Attempted } from "./step-attempts.js";
import type { StepRow } from "./step-row.js";
import type { StepRunnerParts } from "./step-runner-parts.js";

export class StepRunner {
  readonly #parts: StepRunnerParts;
  readonly #finds: GatheredFinds;
  readonly #preparation: StepPreparation;

  constructor(parts: StepRunnerParts) {
    this.#parts = parts;
    this.#finds = new GatheredFinds(parts.cache);
    this.#preparation = new StepPreparation(parts);
  }

  async execute(frame: Frame, graph: GraphStep): Promise<Status> {
    const restored = this.#parts.restored.get(frame.nameOf(graph.name));
    if (restored !== undefined && isDone(restored.row)) {
      this.#keep(frame, graph, restored.outputs);
      return this.#parts.tally.restored(frame, graph.name, restored.row);
    }
    const row = rowOf(this.#parts, frame, graph);
    const isTaken =
      graph.when === undefined || (await this.#parts.conditions.hold(frame, graph.when));
    const inputs = isTaken ? inputsOf(frame, graph) : "skipped";
    if (inputs === "skipped") return this.#notTaken(frame, graph, row);
    const step = await this.#preparation.prepare({ frame, graph, row, inputs });
    if (graph.enable_cache && step.key !== null) {
      const query = { key: step.key, ttl: graph.cache?.ttl };
      const hit = this.#parts.cache.atHand(query) ?? (await this.#finds.find(query));
      if (hit !== undefined) return this.#cached(step, hit);
    }
    return this.#settle(step, await attemptStep(step, this.#parts));
  }

  /** A step that will not run: cancelled with the run, or skipped because of one before it. */
  skip(frame: Frame, graph: GraphStep): void {
    const status = this.#parts.signal.aborted ? "cancelled" : "skipped";
    this.#endUnused(frame, graph, { row: rowOf(this.#parts, frame, graph), status });
  }

  #notTaken(frame: Frame, graph: GraphStep, row: StepRow): Status {
    frame.keep(graph.name, "skipped");
    return this.#endUnused(frame, graph, { row, status: "skipped" });
  }

  #endUnused(
    frame: Frame,
    { name }: GraphStep,
    { row, status }: { readonly row: StepRow; readonly status: Status },
  ): Status {
    const { journal, now, tally } = this.#parts;
    journal.later(row.end(status, {}, now()));
    return tally.ended(frame, name, { status, duration_ms: 0, failure: null });
  }

  /** Not waited for: a crash loses only the note that the cache was used. */
  #cached(step: PreparedStep, hit: CacheHit): Status {
    const { journal, tally } = this.#parts;
    const { frame, graph, row } = step;
    const now = this.#parts.now();
    const { duration_ms, original_step_id } = hit;
    this.#keep(frame, graph, hit.outputs);
    const set = {
      ...identity(step),
      started: now,
      ended: now,
      duration_ms,
      outputs: outputIds(hit.outputs),
      original_step_id,
    };
    journal.later(row.end("cached", set, now));
    return tally.ended(frame, graph.name, { status: "cached", duration_ms, failure: null });
  }

  async #settle(step: PreparedStep, { outcome, attempts }: Attempted): Promise<Status> {
    const { journal, tally } = this.#parts;
    const { frame, graph, row } = step;
    const { duration_ms } = outcome;
    const now = this.#parts.now();
    const { metadata: noted = {} } = outcome;
    const metadata = attempts.length === 0 ? noted : { ...noted, attempts: [...attempts] };
    const ended = { ...identity(step), ended: now, duration_ms, metadata };
    if (outcome.status !== "completed") {
      const failure = outcome.status === "failed" ? outcome.failure : null;
      await journal.commit(row.end(outcome.status, { ...ended, failure }, now));
      return tally.ended(frame, graph.name, { status: outcome.status, duration_ms, failure });
    }
    const outputs = this.#artifactsOf(row.entity, outcome.outputs);
    const set = { ...ended, outputs: outputIds(outputs), failure: null };
    await journal.commit([...row.end("completed", set, now), ...createArtifacts(outputs)]);
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
}

function identity(step: PreparedStep): Pick<StepRun, "inputs" | "cache_key" | "cache_parts"> {
  return { inputs: { ...step.inputIds }, cache_key: step.key, cache_parts: step.parts };
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
