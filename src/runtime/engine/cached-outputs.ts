// The outputs of steps that may be shared, each of them still there in full.
import { byIds } from "../../store/by-ids.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Summary } from "../../domain/resources.js";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";

/** Without its bytes: most are only pointed to. */
export type ListedArtifact = Summary<"artifact">;

export type LookupBytes = Pick<ArtifactStore, "exists" | "size">;

type Step = Pick<Summary<"step">, "outputs">;

/** Records that are held beyond one look-up: those of the newest run. */
const MOST_HELD = 4_000;

export class CachedOutputs {
  readonly #store: Pick<ZenStore, "artifacts">;
  readonly #bytes: LookupBytes;
  readonly #artifacts = new Map<string, ListedArtifact>();

  constructor(store: Pick<ZenStore, "artifacts">, bytes: LookupBytes) {
    this.#store = store;
    this.#bytes = bytes;
  }

  /** Reads the records of all their outputs that are not at hand. */
  async hold(steps: readonly Step[]): Promise<void> {
    const all = new Set(steps.flatMap((step) => Object.values(step.outputs)));
    const ids = [...all].filter((id) => !this.#artifacts.has(id));
    for (const artifact of await byIds(this.#store.artifacts, ids)) {
      this.#artifacts.set(artifact.id, artifact);
    }
  }

  /** Keeps memory bounded: the oldest records are read again when they are needed again. */
  release(): void {
    for (const id of this.#artifacts.keys()) {
      if (this.#artifacts.size <= MOST_HELD) return;
      this.#artifacts.delete(id);
    }
  }

  /** As `of`, where nothing has to be looked at for it: all records are at hand, and hold their values. */
  atHand({ outputs }: Step): ReadonlyMap<string, ListedArtifact> | undefined {
    const found = new Map<string, ListedArtifact>();
    for (const name of Object.keys(outputs)) {
      const artifact = this.#artifacts.get(outputs[name] ?? "");
      if (artifact?.path !== null) return undefined;
      found.set(name, artifact);
    }
    return found;
  }

  /** Undefined when one of them is gone or cut off. To be held before. */
  async of({ outputs }: Step): Promise<ReadonlyMap<string, ListedArtifact> | undefined> {
    const found = new Map<string, ListedArtifact>();
    for (const [name, id] of Object.entries(outputs)) {
      const artifact = this.#artifacts.get(id);
      if (artifact === undefined || !(await this.#isWhole(artifact))) return undefined;
      found.set(name, artifact);
    }
    return found;
  }

  async #isWhole({ path, size }: ListedArtifact): Promise<boolean> {
    if (path === null) return true;
    if (this.#bytes.size === undefined) return this.#bytes.exists(path);
    return (await this.#bytes.size(path)) === size;
  }
}
