// Brings a map to its end: its items, as many at once as may be, each a scope of its own; then what they
// put out as one artifact. Knows no more of a step than that it ends.
import { createHash } from "node:crypto";
import { valueHash } from "../../artifacts/collection.js";
import type { CollectionContent, CollectionItem } from "../../artifacts/collection.js";
import type { StoredContent } from "../../artifacts/stored-content.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Change } from "../../domain/change.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { Failure } from "../../domain/entities/run.js";
import { upstreamOf } from "../../domain/graph-nodes.js";
import type { GraphNode } from "../../domain/graph-nodes.js";
import type { GraphInput, GraphMap } from "../../domain/graph.js";
import { ZenError } from "../../domain/errors.js";
import type { Status } from "../../domain/status.js";
import { walkDag } from "../../util/walk-dag.js";
import { ITEMS_FAILED } from "../run-events.js";
import { describeError } from "../source-positions.js";
import type { ListedArtifact } from "./cache-lookup.js";
import { elementsOf } from "./elements.js";
import type { Elements, ElementsParts } from "./elements.js";
import { Frame } from "./frame.js";
import type { StepRow } from "./step-row.js";
import type { StepRunnerParts } from "./step-runner.js";

export interface MapRunnerParts extends StepRunnerParts {
  readonly elements: ElementsParts;
  readonly writeCollection: (content: CollectionContent, map: string) => Promise<StoredContent>;
  readonly readArtifacts: (ids: readonly string[]) => Promise<ReadonlyMap<string, Artifact>>;
  readonly rowOf: (frame: Frame, map: GraphMap) => StepRow;
  /** Brings a node inside an item to its end. */
  readonly execute: (frame: Frame, node: GraphNode) => Promise<Status>;
  readonly skip: (frame: Frame, node: GraphNode) => Promise<void>;
}

/** Items under way at once where the map does not say it. */
const DEFAULT_CONCURRENCY = 64;
const RELEASING: ReadonlySet<Status> = new Set<Status>(["completed", "cached", "skipped"]);

export class MapRunner {
  readonly #parts: MapRunnerParts;

  constructor(parts: MapRunnerParts) {
    this.#parts = parts;
  }

  async execute(frame: Frame, map: GraphMap): Promise<Status> {
    const { conditions, restored, tally } = this.#parts;
    const before = restored.get(frame.nameOf(map.name));
    if (before?.row.status === "completed" || before?.row.status === "cached") {
      frame.keep(map.name, before.outputs);
      return tally.mapRestored(frame, map.name, before.row);
    }
    const begin = performance.now();
    const execution = new MapExecution(this.#parts, frame, map, begin);
    const isTaken = map.when === undefined || (await conditions.hold(frame, map.when));
    if (!isTaken) return execution.skipped();
    try {
      const elements = await elementsOf(frame, map, this.#parts.elements);
      if (elements === "skipped") return execution.skipped();
      assertUnchanged(elements, { map, before: before?.row.metadata });
      return await execution.walk(elements);
    } catch (error) {
      if (!(error instanceof ZenError) || error.code !== "step_failed") throw error;
      return execution.failed({
        ...describeError(error, { projectRoot: "/" }),
        step: frame.nameOf(map.name),
      });
    }
  }

  /** A map that will not be executed because of something before it. */
  skip(frame: Frame, map: GraphMap): void {
    new MapExecution(this.#parts, frame, map, performance.now()).left();
  }
}

/** Items that were done belong to the elements that they were done for. */
function assertUnchanged(
  { hash }: Elements,
  { map, before }: { readonly map: GraphMap; readonly before: JsonRecord | undefined },
): void {
  if (before?.["over"] === undefined || before["over"] === hash) return;
  throw new ZenError(
    "step_failed",
    `What map '${map.name}' walks over is not what it was when the run was interrupted, so the items that were done do not fit.`,
    { hint: "Run the pipeline anew: what did not change is served from the cache." },
  );
}

class MapExecution {
  readonly #parts: MapRunnerParts;
  readonly #frame: Frame;
  readonly #map: GraphMap;
  readonly #row: StepRow;
  readonly #begin: number;
  readonly #counts: Partial<Record<Status, number>> = {};
  /** By output and position. */
  readonly #collected: ReadonlyMap<string, (Artifact | ListedArtifact | undefined)[]>;
  #isStopped = false;

  constructor(parts: MapRunnerParts, frame: Frame, map: GraphMap, begin: number) {
    this.#parts = parts;
    this.#frame = frame;
    this.#map = map;
    this.#begin = begin;
    this.#row = parts.rowOf(frame, map);
    this.#collected = new Map(Object.keys(map.outputs).map((output) => [output, []]));
  }

  skipped(): Status {
    this.#frame.keep(this.#map.name, "skipped");
    return this.#endLater("skipped");
  }

  left(): void {
    this.#endLater(this.#parts.signal.aborted ? "cancelled" : "skipped");
  }

  async walk(elements: Elements): Promise<Status> {
    const { tally, now } = this.#parts;
    const inputs = { ...elements.artifactIds };
    const known = { items: elements.length, over: elements.hash };
    this.#row.begin(now(), { inputs, metadata: known });
    tally.mapStarted(this.#frame, this.#map.name, elements.length);
    await this.#items(elements);
    const facts = { inputs, metadata: { ...known, ...this.#counts } };
    if ((this.#counts.failed ?? 0) > 0)
      return this.failed(this.#itemsFailed(elements.length), facts);
    if (this.#parts.signal.aborted) return this.#end("cancelled", facts);
    return this.#complete(elements.length, facts);
  }

  async failed(failure: Failure, facts: object = {}): Promise<Status> {
    return this.#end("failed", { ...facts, failure });
  }

  async #items(elements: Elements): Promise<void> {
    const { concurrency = DEFAULT_CONCURRENCY } = this.#map;
    const { signal } = this.#parts;
    let next = 0;
    const lane = async () => {
      while (next < elements.length && !this.#isStopped && !signal.aborted) {
        const index = next++;
        const status = await this.#item(elements, index);
        this.#counts[status] = (this.#counts[status] ?? 0) + 1;
        if (status === "failed" && this.#map.failure_policy === "stop") this.#isStopped = true;
      }
    };
    const lanes = Array.from({ length: Math.min(concurrency, elements.length) }, lane);
    const ended = await Promise.allSettled(
      lanes.map((one) =>
        one.catch((error: unknown) => {
          this.#isStopped = true;
          throw error;
        }),
      ),
    );
    for (const one of ended) if (one.status === "rejected") throw one.reason;
  }

  async #item(elements: Elements, index: number): Promise<Status> {
    const given = await elements.at(index);
    if (given === undefined) return "skipped";
    const item = { map: this.#map, index, elements: given };
    const frame = new Frame({ parent: this.#frame, item });
    const status = await this.#body(frame);
    for (const [output, from] of Object.entries(this.#map.outputs)) {
      this.#collect(frame, { output, from, index });
    }
    return status;
  }

  async #body(frame: Frame): Promise<Status> {
    const nodes = this.#parts.plan.nodes(this.#map.name);
    const [only] = nodes;
    if (only !== undefined && nodes.length === 1) return this.#parts.execute(frame, only);
    const byName = new Map(nodes.map((node) => [node.name, node]));
    const ended = new Set<Status>();
    const left = await walkDag({
      nodes: nodes.map((node) => ({ name: node.name, upstream: upstreamOf(node) })),
      limit: DEFAULT_CONCURRENCY,
      isHalted: () => this.#parts.signal.aborted,
      execute: async (name) => {
        const node = byName.get(name);
        if (node === undefined) return false;
        const status = await this.#parts.execute(frame, node);
        ended.add(status);
        return RELEASING.has(status);
      },
    });
    for (const name of left) {
      const node = byName.get(name);
      if (node !== undefined) await this.#parts.skip(frame, node);
    }
    return statusOf(ended, left.length > 0);
  }

  #collect(
    frame: Frame,
    {
      output,
      from,
      index,
    }: { readonly output: string; readonly from: GraphInput; readonly index: number },
  ): void {
    const found = frame.find(from);
    const list = this.#collected.get(output);
    if (list !== undefined) {
      list[index] = typeof found === "object" && "artifact" in found ? found.artifact : undefined;
    }
  }

  async #complete(length: number, facts: { readonly metadata: JsonRecord }): Promise<Status> {
    const { cache, record, plan, pipeline } = this.#parts;
    const key = this.#key(length);
    const hit =
      pipeline.graph.enable_cache && this.#isAllCached() ? await cache.find(key) : undefined;
    if (hit !== undefined) {
      this.#frame.keep(this.#map.name, hit.outputs);
      const { original_step_id } = hit;
      return this.#end("cached", {
        ...facts,
        outputs: ids(hit.outputs),
        original_step_id,
        cache_key: key,
      });
    }
    const outputs = new Map<string, Artifact>();
    for (const [output, list] of this.#collected) {
      const content: CollectionContent = {
        version: 1,
        collect: this.#map.collect,
        items: await this.#collectionItems(list, length),
      };
      const stored = await this.#parts.writeCollection(content, this.#map.name);
      outputs.set(output, record.newArtifact(this.#row.entity, output, stored));
    }
    if (plan.isTaken(this.#map.name)) this.#frame.keep(this.#map.name, outputs);
    const set = { ...facts, outputs: ids(outputs), cache_key: key };
    return this.#end("completed", set, [...outputs.values()]);
  }

  #isAllCached(): boolean {
    return Object.keys(this.#counts).every((status) => status === "cached" || status === "skipped");
  }

  /** The same when every item put out the same values as before. */
  #key(length: number): string {
    const hash = createHash("sha256").update(`${this.#map.collect} ${length}\n`);
    for (const [output, list] of this.#collected) {
      hash.update(`${output}\n`);
      for (let index = 0; index < length; index++) hash.update(`${hashOf(list[index])}\n`);
    }
    return `map:${hash.digest("hex")}`;
  }

  /** Values that came from the cache are known without their bytes; small ones are read now. */
  async #collectionItems(
    list: readonly (Artifact | ListedArtifact | undefined)[],
    length: number,
  ): Promise<(CollectionItem | null)[]> {
    const bare = list.filter((one) => one !== undefined && !("inline" in one) && one.path === null);
    const read = await this.#parts.readArtifacts(bare.flatMap((one) => one?.id ?? []));
    return Array.from({ length }, (_none, index) => {
      const artifact = list[index];
      if (artifact === undefined) return null;
      return collectionItem("inline" in artifact ? artifact : (read.get(artifact.id) ?? artifact));
    });
  }

  #itemsFailed(length: number): Failure {
    const [first] = this.#parts.tally.failures;
    const name = this.#frame.nameOf(this.#map.name);
    return {
      name: ITEMS_FAILED,
      message: `${this.#counts.failed ?? 0} of ${length} items failed${first === undefined ? "" : `; the first was '${first.step ?? name}': ${first.message}`}`,
      step: name,
      location: first?.location ?? null,
      stack: null,
    };
  }

  async #end(status: Status, set: object, artifacts: readonly Artifact[] = []): Promise<Status> {
    const { journal, now } = this.#parts;
    const ended = now();
    const duration_ms = this.#duration();
    const changes = this.#row.end(status, { failure: null, ...set, ended, duration_ms }, ended);
    const created = artifacts.map((entity): Change => ({
      op: "create",
      resource: "artifact",
      entity,
    }));
    await journal.commit([...changes, ...created]);
    const failure = "failure" in set ? (set.failure as Failure) : null;
    return this.#tell(status, failure);
  }

  #endLater(status: Status): Status {
    const { journal, now } = this.#parts;
    journal.later(this.#row.end(status, {}, now()));
    return this.#tell(status, null);
  }

  #tell(status: Status, failure: Failure | null): Status {
    const end = { status, duration_ms: this.#duration(), failure };
    return this.#parts.tally.mapEnded(this.#frame, this.#map.name, end);
  }

  #duration(): number {
    return Math.round((performance.now() - this.#begin) * 1000) / 1000;
  }
}

function hashOf(artifact: Artifact | ListedArtifact | undefined): string {
  return artifact === undefined ? "-" : valueHash(artifact);
}

/** How an item ended, by how its nodes did. */
function statusOf(ended: ReadonlySet<Status>, isIncomplete: boolean): Status {
  if (ended.has("failed")) return "failed";
  if (ended.has("cancelled") || isIncomplete) return "cancelled";
  return ended.has("completed") ? "completed" : ended.has("cached") ? "cached" : "skipped";
}

function collectionItem(artifact: Artifact | ListedArtifact): CollectionItem {
  return {
    artifact_id: artifact.id,
    materializer: artifact.materializer,
    data_type: artifact.data_type,
    media_type: artifact.media_type,
    content_hash: artifact.content_hash,
    size: artifact.size,
    path: artifact.path,
    metadata: artifact.metadata,
    preview: null,
    inline: "inline" in artifact ? artifact.inline : null,
  };
}

function ids(outputs: ReadonlyMap<string, { readonly id: string }>): Record<string, string> {
  return Object.fromEntries([...outputs].map(([name, artifact]) => [name, artifact.id]));
}
