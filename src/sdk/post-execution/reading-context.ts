// What the views read from: a store, and the artifact stores that its artifacts lie in.
import type { AnyMaterializer } from "../../runtime/definition.js";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import type { ZenStore } from "../../store/zen-store.js";

export interface ReadingContext {
  readonly store: ZenStore;
  /** The artifact store with this id; null: bytes that lie in the record itself. */
  artifactStore(id: string | null): Promise<ArtifactStore>;
  readonly materializers: ReadonlyMap<string, AnyMaterializer>;
}
