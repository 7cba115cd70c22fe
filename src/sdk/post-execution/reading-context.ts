// What the views read from: a store, and the artifact stores that its artifacts lie in.
import type { AnyMaterializer } from "../../runtime/definition.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import type { ZenStore } from "../../store/zen-store.js";

export interface ReadingContext {
  readonly store: ZenStore;
  /** The artifact store that the artifact's bytes lie in. Errors: `artifact_unreadable`. */
  artifactStore(artifact: Artifact): Promise<ArtifactStore>;
  readonly materializers: ReadonlyMap<string, AnyMaterializer>;
}
