// THE liveness rule of artifacts. An artifact lives while something that exists leads to it: the run
// that made it, a step of any run that took or gave it, a version, a tag, or a collection that lives.
import type { Summary } from "../../../domain/resources.js";
import { COLLECTION } from "../../../artifacts/collection.js";
import { collectionItems } from "../collection-items.js";
import type { ArtifactPlace } from "../collection-items.js";

export type ListedArtifact = Summary<"artifact">;

const PAGE = 1000;

/** Artifacts that nothing leads to, created before that time. */
export async function unreachable(
  place: ArtifactPlace,
  createdBefore: string,
): Promise<ReadonlyMap<string, ListedArtifact>> {
  const candidates = await withoutRun(place, createdBefore);
  if (candidates.size === 0) return candidates;
  const live: ListedArtifact[] = [];
  const keep = (id: string): void => {
    const artifact = candidates.get(id);
    if (artifact === undefined) return;
    candidates.delete(id);
    live.push(artifact);
  };
  const { store } = place;
  for await (const { artifact_id } of store.artifact_versions.all({ limit: PAGE }))
    keep(artifact_id);
  for await (const { artifact_id } of store.tags.all({ limit: PAGE })) keep(artifact_id);
  for await (const { inputs, outputs } of store.steps.all({ limit: PAGE })) {
    for (const id in inputs) keep(inputs[id] ?? "");
    for (const id in outputs) keep(outputs[id] ?? "");
  }
  await keepItems(live, keep, place);
  return candidates;
}

/** Those of a run that exists live with it. */
async function withoutRun(
  { store }: ArtifactPlace,
  createdBefore: string,
): Promise<Map<string, ListedArtifact>> {
  const filters = [
    { field: "run_id", operator: "eq", value: null },
    { field: "created", operator: "lt", value: createdBefore },
  ] as const;
  const found = new Map<string, ListedArtifact>();
  for await (const one of store.artifacts.all({ filters, limit: PAGE })) found.set(one.id, one);
  return found;
}

/** `live` grows while it is gone through: collections may hold collections. */
async function keepItems(
  live: readonly ListedArtifact[],
  keep: (id: string) => void,
  place: ArtifactPlace,
): Promise<void> {
  for (const artifact of live) {
    if (artifact.materializer !== COLLECTION) continue;
    for (const id of await collectionItems(artifact, place)) if (id !== null) keep(id);
  }
}
