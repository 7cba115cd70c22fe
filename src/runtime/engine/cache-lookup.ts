// Finds the step whose outputs a step may share. The newest run of the pipeline is read at once, so
// that running it again unchanged costs no look-up a step.
import type { Artifact } from "../../domain/entities/artifact.js";
import { ZenError } from "../../domain/errors.js";
import { isFinal } from "../../domain/status.js";
import type { Summary } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";

export interface CacheHit {
  /** The step that computed the outputs. */
  readonly original_step_id: string;
  readonly duration_ms: number;
  readonly outputs: ReadonlyMap<string, ListedArtifact>;
}

/** Without its bytes: most are only pointed to. */
export type ListedArtifact = Summary<"artifact">;

type Step = Summary<"step">;
type LookupStore = Pick<ZenStore, "runs" | "steps" | "artifacts">;

const CHUNK = 200;

export class CacheLookup {
  readonly #store: LookupStore;
  readonly #artifactStore: Pick<ArtifactStore, "exists">;
  readonly #steps = new Map<string, Step>();
  readonly #artifacts = new Map<string, ListedArtifact>();

  constructor(store: LookupStore, artifactStore: Pick<ArtifactStore, "exists">) {
    this.#store = store;
    this.#artifactStore = artifactStore;
  }

  /** Reads the newest run of the pipeline that ended, other than the one that asks. */
  async prefetch(pipelineName: string, exceptRun: string): Promise<void> {
    const filters = [{ field: "pipeline_name", operator: "eq", value: pipelineName }] as const;
    const recent = await this.#store.runs.list({ filters, limit: 5 });
    const run = recent.items.find((one) => one.id !== exceptRun && isFinal(one.status));
    if (run === undefined) return;
    const steps = this.#store.steps.all({
      filters: [{ field: "run_id", operator: "eq", value: run.id }],
      limit: 1000,
    });
    for await (const step of steps) {
      if (step.cache_key !== null && isReusable(step)) this.#steps.set(step.cache_key, step);
    }
    await this.#readArtifacts(
      [...this.#steps.values()].flatMap((step) => Object.values(step.outputs)),
    );
  }

  /** The newest completed step with this key whose outputs are all still there. */
  async find(key: string): Promise<CacheHit | undefined> {
    const known = this.#steps.get(key) ?? (await this.#lookUp(key));
    if (known === undefined) return undefined;
    const outputs = await this.#outputsOf(known);
    if (outputs === undefined) return undefined;
    return {
      original_step_id: known.original_step_id ?? known.id,
      duration_ms: known.duration_ms ?? 0,
      outputs,
    };
  }

  /** An output with its bytes. Errors: `artifact_unreadable` when it was deleted since it was found. */
  async read({ id, name }: ListedArtifact): Promise<Artifact> {
    const artifact = await this.#store.artifacts.find(id);
    if (artifact !== undefined) return artifact;
    throw new ZenError("artifact_unreadable", `The artifact '${name}' (${id}) was just deleted.`, {
      hint: "Run the pipeline again: what is missing is then computed anew.",
    });
  }

  async #lookUp(key: string): Promise<Step | undefined> {
    const page = await this.#store.steps.list({
      filters: [
        { field: "cache_key", operator: "eq", value: key },
        { field: "status", operator: "eq", value: "completed" },
      ],
      sort: { field: "created", direction: "desc" },
      limit: 1,
    });
    return page.items[0];
  }

  async #outputsOf(step: Step): Promise<ReadonlyMap<string, ListedArtifact> | undefined> {
    const outputs = new Map<string, ListedArtifact>();
    for (const [name, id] of Object.entries(step.outputs)) {
      const artifact = this.#artifacts.get(id) ?? (await this.#store.artifacts.find(id));
      if (artifact === undefined) return undefined;
      if (artifact.path !== null && !(await this.#artifactStore.exists(artifact.path)))
        return undefined;
      outputs.set(name, artifact);
    }
    return outputs;
  }

  async #readArtifacts(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += CHUNK) {
      const some = ids.slice(from, from + CHUNK);
      const { items } = await this.#store.artifacts.list({
        filters: [{ field: "id", operator: "in", value: some }],
        limit: CHUNK,
      });
      for (const artifact of items) this.#artifacts.set(artifact.id, artifact);
    }
  }
}

function isReusable(step: Step): boolean {
  return step.status === "completed" || step.status === "cached";
}
