// Finds the steps whose outputs steps may share. The newest run of the pipeline is read at once, and
// what is asked together is looked up together, so that a look-up costs no query a step.
import type { Artifact } from "../../domain/entities/artifact.js";
import { ZenError } from "../../domain/errors.js";
import type { Summary } from "../../domain/resources.js";
import { isDone, isFinal } from "../../domain/status.js";
import type { ZenStore } from "../../store/zen-store.js";
import { CachedOutputs } from "./cached-outputs.js";
import type { ListedArtifact, LookupBytes } from "./cached-outputs.js";
import { originalEnds, stepsWithKeys } from "./cached-steps.js";

export type { ListedArtifact } from "./cached-outputs.js";

export interface CacheHit {
  /** The step that computed the outputs. */
  readonly original_step_id: string;
  readonly duration_ms: number;
  readonly outputs: ReadonlyMap<string, ListedArtifact>;
}

export type LookupStore = Pick<ZenStore, "runs" | "steps" | "artifacts">;

/** What is looked for. */
export interface CacheQuery {
  readonly key: string;
  /** Seconds that may have passed since the outputs were computed; absent: any number. */
  readonly ttl?: number | undefined;
}

type Step = Summary<"step">;

/** Of the newest run no more than this is held; all else is looked up by chunks. */
const MOST_HELD = 2_000;
const CHUNK = 200;

export class CacheLookup {
  readonly #store: LookupStore;
  readonly #outputs: CachedOutputs;
  readonly #now: () => string;
  readonly #steps = new Map<string, Step>();

  constructor(
    store: LookupStore,
    artifactStore: LookupBytes,
    now: () => string = () => new Date().toISOString(),
  ) {
    this.#store = store;
    this.#outputs = new CachedOutputs(store, artifactStore);
    this.#now = now;
  }

  /** Reads the newest run of the pipeline that ended, other than the one that asks. */
  async prefetch(pipelineName: string, exceptRun: string): Promise<void> {
    const filters = [{ field: "pipeline_name", operator: "eq", value: pipelineName }] as const;
    const recent = await this.#store.runs.list({ filters, limit: 5 });
    const run = recent.items.find((one) => one.id !== exceptRun && isFinal(one.status));
    if (run === undefined) return;
    const steps = this.#store.steps.all({
      filters: [{ field: "run_id", operator: "eq", value: run.id }],
      sort: { field: "position", direction: "asc" },
      limit: 1000,
    });
    for await (const step of steps) {
      if (step.cache_key !== null && isDone(step)) this.#steps.set(step.cache_key, step);
      if (this.#steps.size >= MOST_HELD) break;
    }
    await this.#outputs.hold([...this.#steps.values()]);
  }

  /** What can be told at once: of the newest run, where nothing has to be read or computed for it. */
  atHand({ key, ttl }: CacheQuery): CacheHit | undefined {
    const step = ttl === undefined ? this.#steps.get(key) : undefined;
    if (step === undefined) return undefined;
    const outputs = this.#outputs.atHand(step);
    return outputs === undefined ? undefined : hitOf(step, outputs);
  }

  /** The newest completed step with this key whose outputs are all still there, and young enough. */
  async find(key: string, ttl?: number): Promise<CacheHit | undefined> {
    return (await this.findMany([{ key, ttl }])).get(key);
  }

  /** Any number of keys with a few queries for each 200. A key that is missing from the answer is a miss. */
  async findMany(queries: readonly CacheQuery[]): Promise<ReadonlyMap<string, CacheHit>> {
    const hits = new Map<string, CacheHit>();
    for (let start = 0; start < queries.length; start += CHUNK) {
      const some = queries.slice(start, start + CHUNK);
      await this.#accept(some, (key) => oneOrNone(this.#steps.get(key)), hits);
      const missing = some.filter(({ key }) => !hits.has(key));
      if (missing.length === 0) continue;
      const keys = [...new Set(missing.map(({ key }) => key))];
      const stored = await stepsWithKeys(this.#store, keys);
      await this.#accept(missing, (key) => stored.get(key) ?? [], hits);
    }
    return hits;
  }

  /** An output with its bytes. Errors: `artifact_unreadable` when it was deleted since it was found. */
  async read({ id, name }: ListedArtifact): Promise<Artifact> {
    const artifact = await this.#store.artifacts.find(id);
    if (artifact !== undefined) return artifact;
    throw new ZenError("artifact_unreadable", `The artifact '${name}' (${id}) was just deleted.`, {
      hint: "Run the pipeline again: what is missing is then computed anew.",
    });
  }

  /** Of the steps that there are for each query, the first that can still be used. */
  async #accept(
    queries: readonly CacheQuery[],
    candidates: (key: string) => readonly Step[],
    hits: Map<string, CacheHit>,
  ): Promise<void> {
    const known = queries.map(({ key, ttl }) => ({ key, ttl, steps: candidates(key) }));
    const timed = known.filter(({ ttl }) => ttl !== undefined).flatMap(({ steps }) => steps);
    const ends = await originalEnds(this.#store, timed);
    await this.#outputs.hold(known.flatMap(({ steps }) => steps));
    for (const { key, ttl, steps } of known) {
      for (const step of steps) {
        if (!this.#isYoung(ends.get(step.id), ttl)) continue;
        const outputs = await this.#outputs.of(step);
        if (outputs === undefined) continue;
        hits.set(key, hitOf(step, outputs));
        break;
      }
    }
    this.#outputs.release();
  }

  /** When it ended must be known; an end in the future (a clock set back) is none to count from. */
  #isYoung(end: string | undefined, ttl: number | undefined): boolean {
    if (ttl === undefined) return true;
    const age = end === undefined ? Number.NaN : Date.parse(this.#now()) - Date.parse(end);
    return age >= 0 && age < ttl * 1000;
  }
}

function oneOrNone(step: Step | undefined): readonly Step[] {
  return step === undefined ? [] : [step];
}

function hitOf(step: Step, outputs: CacheHit["outputs"]): CacheHit {
  return {
    original_step_id: step.original_step_id ?? step.id,
    duration_ms: step.duration_ms ?? 0,
    outputs,
  };
}
