// Takes single artifacts and versions away, whoever refers to them.
import type { ArtifactVersion } from "../../domain/entities/artifact-version.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { findVersion } from "../../runtime/references/find-version.js";
import type { ZenStore } from "../../store/zen-store.js";

/** Steps that were served with it are computed again. Errors: `in_use` while it is a version. */
export async function deleteArtifact(store: ZenStore, artifact: Artifact): Promise<Artifact> {
  try {
    await store.artifacts.delete(artifact.id);
    return artifact;
  } catch (error) {
    if (!isZenError(error, "in_use")) throw error;
    const filters = [{ field: "artifact_id", operator: "eq", value: artifact.id }] as const;
    const { items } = await store.artifact_versions.list({ filters });
    const names = items.map(({ name, version }) => `${name}:${version}`);
    throw new ZenError("in_use", `The artifact '${artifact.name}' is ${names.join(", ")}.`, {
      hint: `zenml artifact version delete ${names[0] ?? ""}`,
      cause: error,
      details: { versions: names },
    });
  }
}

/** Errors: `not_found`; `invalid_input` for a name without version, which could mean any. */
export async function deleteVersion(store: ZenStore, reference: string): Promise<ArtifactVersion> {
  const version = await findVersion(store, reference);
  if (version === undefined) {
    throw new ZenError("not_found", `There is no artifact version '${reference}'.`, {
      hint: "zenml artifact version list",
    });
  }
  if (version.name === reference) {
    throw new ZenError("invalid_input", `Which version of '${reference}' is to be deleted?`, {
      hint: `zenml artifact version delete ${reference}:${version.version}`,
    });
  }
  await store.artifact_versions.delete(version.id);
  return version;
}
