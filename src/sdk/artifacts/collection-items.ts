import { COLLECTION, parseCollection } from "../../artifacts/collection.js";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import { encodeText } from "../../artifacts/text.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { ZenStore } from "../../store/zen-store.js";

export interface ArtifactPlace {
  readonly store: ZenStore;
  /** The artifact store that an artifact's bytes lie in. */
  artifactStore(artifact: Artifact): Promise<ArtifactStore>;
}

/** Ids of the artifacts that a collection is made of, in its order; null where an item has none. */
export async function collectionItems(
  { id, materializer }: Pick<Artifact, "id" | "materializer">,
  { store, artifactStore }: ArtifactPlace,
): Promise<readonly (string | null)[]> {
  if (materializer !== COLLECTION) return [];
  const artifact = await store.artifacts.find(id);
  if (artifact === undefined) return [];
  const { inline, path } = artifact;
  const bytes =
    inline !== null || path === null
      ? encodeText(inline ?? "")
      : await (await artifactStore(artifact)).read(path);
  return parseCollection(bytes).items.map((item) => item?.artifact_id ?? null);
}
