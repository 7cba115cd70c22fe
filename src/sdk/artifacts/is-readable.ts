import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import { isZenError } from "../../domain/errors.js";

/** Whether the bytes of an artifact are there in full, without reading them. */
export async function isReadable(
  artifact: Artifact,
  open: (artifact: Artifact) => Promise<Pick<ArtifactStore, "exists" | "size">>,
): Promise<boolean> {
  const { path, size } = artifact;
  if (path === null) return true;
  try {
    const store = await open(artifact);
    return store.size === undefined ? await store.exists(path) : (await store.size(path)) === size;
  } catch (error) {
    if (isZenError(error, "artifact_unreadable")) return false;
    throw error;
  }
}
