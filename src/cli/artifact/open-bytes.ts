// Where the bytes of an artifact lie, and how to get at them.
import type { Artifact } from "../../domain/entities/artifact.js";
import { artifactStoreOf } from "../../sdk/artifact-store-of.js";
import type { Session } from "../../sdk/session.js";

/** The stored bytes, however they are stored. */
export async function openBytes(
  artifact: Artifact,
  session: Session,
): Promise<AsyncIterable<Uint8Array>> {
  const { inline, path } = artifact;
  if (path !== null) return (await artifactStoreOf(artifact, session)).stream(path);
  return (async function* () {
    yield new TextEncoder().encode(inline ?? "");
  })();
}

/** A place that a person can find: a path of this machine where there is one. */
export async function placeOf(artifact: Artifact, session: Session): Promise<string> {
  const { path, artifact_store_id } = artifact;
  if (path === null) return "in the record itself";
  const component =
    artifact_store_id === null ? undefined : await session.store.components.find(artifact_store_id);
  if (component === undefined) return `${path} in an artifact store that was deleted`;
  const store = await artifactStoreOf(artifact, session);
  return store.localPath?.(path) ?? `${path} in artifact store '${component.name}'`;
}
