// One execution of a map: its items, as many at once as may be, each a scope of its own; then what they
// put out as one artifact. Knows no more of a step than that it ends.
import type { CollectionContent } from "../../artifacts/collection.js";
import type { StoredContent } from "../../artifacts/stored-content.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { Failure } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { GraphMap } from "../../domain/graph.js";
import { isDone } from "../../domain/status.js";
import type { Status } from "../../domain/status.js";
import { elapsedSince } from "../../util/elapsed-since.js";
import { ITEMS_FAILED } from "../run-events.js";
import type { CacheHit } from "./cache-lookup.js";
import { CollectedOutputs } from "./collected-outputs.js";
import type { ReadArtifacts } from "./collected-outputs.js";
import type { Elements } from "./elements.js";
import { Frame } from "./frame.js";
import type { Item } from "./frame.js";
import { executeItem } from "./map-item.js";
import type { NodeExecution } from "./map-item.js";
import { outputsGone } from "./outputs-gone.js";
import { createArtifacts, outputIds } from "./outputs.js";
import { isWholeItem } from "./restored-step.js";
import { rowOf } from "./row-of.js";
import type { StepRow } from "./step-row.js";
import type { StepRunnerParts } from "./step-runner-parts.js";

export interface MapExecutionParts extends StepRunnerParts, NodeExecution {
  readonly writeCollection: (content: CollectionContent, map: string) => Promise<StoredContent>;
  readonly readArtifacts: ReadArtifacts;
}

interface MapEnd {
  readonly set?: Partial<StepRun>;
  readonly failure?: Failure;
  readonly artifacts?: ReadonlyMap<string, Artifact>;
}

/** Items under way at once where the map does not say it. */
const DEFAULT_CONCURRENCY = 64;

export class MapExecution {
  readonly #parts: MapExecutionParts;
  readonly #frame: Frame;
  readonly #map: GraphMap;
  readonly #row: StepRow;
  readonly #begin = performance.now();
  readonly #counts: Partial<Record<Status, number>> = {};
  readonly #collected: CollectedOutputs;
  #isStopped = false;

  constructor(parts: MapExecutionParts, frame: Frame, map: GraphMap) {
    this.#parts = parts;
    this.#frame = frame;
    this.#map = map;
    this.#row = rowOf(parts, frame, map);
    this.#collected = new CollectedOutputs(map);
  }

  /** Its branch was not taken. */
  skipped(): Status {
    this.#frame.keep(this.#map.name, "skipped");
    return this.#endLater("skipped");
  }

  /** Something before it did not complete. */
  left(): void {
    this.#endLater(this.#parts.signal.aborted ? "cancelled" : "skipped");
  }

  failed(failure: Failure, set: Partial<StepRun> = {}): Promise<Status> {
    return this.#end("failed", { set, failure });
  }

  async walk(elements: Elements): Promise<Status> {
    const { tally, now, signal } = this.#parts;
    const inputs = { ...elements.artifactIds };
    const known = { items: elements.length, over: elements.hash };
    this.#row.begin(now(), { inputs, metadata: known });
    tally.mapStarted(this.#frame, this.#map.name, elements.length);
    await this.#items(elements);
    const set = { inputs, metadata: { ...known, ...this.#counts } };
    if ((this.#counts.failed ?? 0) > 0) return this.failed(this.#itemsFailed(elements.length), set);
    if (signal.aborted) return this.#end("cancelled", { set });
    return this.#complete(elements.length, set);
  }

  async #items(elements: Elements): Promise<void> {
    const { concurrency = DEFAULT_CONCURRENCY } = this.#map;
    const { signal } = this.#parts;
    let next = 0;
    const lane = async () => {
      try {
        while (next < elements.length && !this.#isStopped && !signal.aborted) {
          await this.#item(elements, next++);
        }
      } catch (error) {
        this.#isStopped = true;
        throw error;
      }
    };
    const lanes = Array.from({ length: Math.min(concurrency, elements.length) }, lane);
    // Nothing of a map is under way any more when it fails.
    for (const one of await Promise.allSettled(lanes)) {
      if (one.status === "rejected") throw one.reason;
    }
  }

  async #item(elements: Elements, index: number): Promise<void> {
    const status = await this.#executed(elements, index);
    this.#counts[status] = (this.#counts[status] ?? 0) + 1;
    if (status === "failed" && this.#map.failure_policy === "stop") this.#isStopped = true;
  }

  async #executed(elements: Elements, index: number): Promise<Status> {
    const restored = this.#restored(index);
    if (restored !== undefined) return restored;
    const given = await elements.at(index);
    if (given === undefined) return "skipped";
    const frame = this.#frameOf(index, given);
    const status = await executeItem(frame, this.#parts.plan.scope(this.#map.name), this.#parts);
    this.#collected.take(frame, index);
    return status;
  }

  #frameOf(index: number, elements: Item["elements"]): Frame {
    return new Frame({ parent: this.#frame, item: { map: this.#map, index, elements } });
  }

  /** Of an item that is one step and was done before nothing is needed but what it put out, and that later. */
  #restored(index: number): Status | undefined {
    const { name } = this.#map;
    const before = this.#parts.restored.get(`${this.#frame.nameOf(name)}[${index}]`);
    if (before === undefined || !isDone(before.row) || !isWholeItem(before.row)) return undefined;
    this.#collected.takeRestored(before.row, index);
    return this.#parts.tally.restored(this.#frameOf(index, {}), name, before.row);
  }

  async #complete(length: number, facts: { readonly metadata: JsonRecord }): Promise<Status> {
    const { readArtifacts, record } = this.#parts;
    const gone = await this.#collected.readRestored(readArtifacts);
    if (gone.length > 0) throw outputsGone(record.run.name, gone);
    const cache_key = this.#collected.key(length);
    const set = { ...facts, cache_key };
    const hit = await this.#find(cache_key);
    if (hit !== undefined) {
      const { outputs, original_step_id } = hit;
      this.#frame.keep(this.#map.name, outputs);
      return this.#end("cached", {
        set: { ...set, outputs: outputIds(outputs), original_step_id },
      });
    }
    const artifacts = await this.#written(length);
    if (this.#parts.plan.isTaken(this.#map.name)) this.#frame.keep(this.#map.name, artifacts);
    return this.#end("completed", { set: { ...set, outputs: outputIds(artifacts) }, artifacts });
  }

  /** Looked for when no item had to be executed. */
  async #find(key: string): Promise<CacheHit | undefined> {
    const { cache, pipeline } = this.#parts;
    const { cached: _cached, skipped: _skipped, ...others } = this.#counts;
    const isShared = pipeline.graph.enable_cache && Object.keys(others).length === 0;
    return isShared ? cache.find(key) : undefined;
  }

  async #written(length: number): Promise<ReadonlyMap<string, Artifact>> {
    const { record, writeCollection, readArtifacts } = this.#parts;
    const outputs = new Map<string, Artifact>();
    for await (const { output, content } of this.#collected.contents(length, readArtifacts)) {
      const stored = await writeCollection(content, this.#map.name);
      outputs.set(output, record.newArtifact(this.#row.entity, output, stored));
    }
    return outputs;
  }

  #itemsFailed(length: number): Failure {
    const [first] = this.#parts.tally.failures;
    const name = this.#frame.nameOf(this.#map.name);
    const cause =
      first === undefined ? "" : `; the first was '${first.step ?? name}': ${first.message}`;
    return {
      name: ITEMS_FAILED,
      message: `${this.#counts.failed ?? 0} of ${length} items failed${cause}`,
      step: name,
      location: first?.location ?? null,
      stack: null,
    };
  }

  async #end(status: Status, { set, failure, artifacts = new Map() }: MapEnd): Promise<Status> {
    const { journal, now } = this.#parts;
    const ended = now();
    const duration_ms = elapsedSince(this.#begin);
    const facts = { ...set, failure: failure ?? null, ended, duration_ms };
    await journal.commit([...this.#row.end(status, facts, ended), ...createArtifacts(artifacts)]);
    return this.#tell(status, duration_ms, failure);
  }

  #endLater(status: Status): Status {
    const { journal, now } = this.#parts;
    journal.later(this.#row.end(status, {}, now()));
    return this.#tell(status, elapsedSince(this.#begin));
  }

  #tell(status: Status, duration_ms: number, failure: Failure | null = null): Status {
    const end = { status, duration_ms, failure };
    return this.#parts.tally.mapEnded(this.#frame, this.#map.name, end);
  }
}
