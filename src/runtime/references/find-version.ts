// Artifacts by the names that people gave them: `penguins`, `penguins:3`, `penguins:clean`.
import type { ArtifactVersion } from "../../domain/entities/artifact-version.js";
import { ZenError } from "../../domain/errors.js";
import type { Filter } from "../../domain/query.js";
import { nearest } from "../../util/nearest.js";
import type { ZenStore } from "../../store/zen-store.js";

export type VersionStore = Pick<ZenStore, "artifact_versions" | "tags">;

const NEWEST = { field: "created", direction: "desc" } as const;
const MOST = 1000;
const SHOWN = 10;

/** Newest first; of a very long history the newest 1,000. */
export async function versionsOf(store: VersionStore, name: string): Promise<ArtifactVersion[]> {
  const { items } = await store.artifact_versions.list({
    filters: [named(name)],
    sort: NEWEST,
    limit: MOST,
  });
  return items.toSorted((left, right) => right.version - left.version);
}

/**
 * The newest version of a name, or the one with that number or tag. Undefined when no version has the
 * name. Errors: `not_found` when the name is known, but not the number or tag.
 */
export async function findVersion(
  store: VersionStore,
  reference: string,
): Promise<ArtifactVersion | undefined> {
  const [newest] = await versionsOf(store, reference);
  const colon = reference.lastIndexOf(":");
  if (newest !== undefined || colon < 1) return newest;
  const [name, mark] = [reference.slice(0, colon), reference.slice(colon + 1)];
  const versions = await versionsOf(store, name);
  if (versions.length === 0) return undefined;
  const found = /^\d+$/.test(mark)
    ? await byNumber(store, name, Number(mark))
    : await byTag(store, versions, mark);
  if (found !== undefined) return found;
  throw await unknownMark(store, { name, mark, versions });
}

async function byNumber(store: VersionStore, name: string, version: number) {
  const filters = [named(name), { field: "version", operator: "eq", value: version } as const];
  return (await store.artifact_versions.list({ filters, limit: 1 })).items[0];
}

/** The newest version whose artifact has the tag. */
async function byTag(store: VersionStore, versions: readonly ArtifactVersion[], tag: string) {
  const tagged = new Set<string>();
  const tags = store.tags.all({ filters: [named(tag)], limit: MOST });
  for await (const { artifact_id } of tags) tagged.add(artifact_id);
  return versions.find(({ artifact_id }) => tagged.has(artifact_id));
}

interface Unknown {
  readonly name: string;
  readonly mark: string;
  readonly versions: readonly ArtifactVersion[];
}

async function unknownMark(store: VersionStore, { name, mark, versions }: Unknown) {
  const value = versions.map(({ artifact_id }) => artifact_id).slice(0, MOST / 2);
  const filters = [{ field: "artifact_id", operator: "in", value }] as const;
  const tags = (await store.tags.list({ filters, limit: MOST })).items.map((tag) => tag.name);
  const known = [...versions.map(({ version }) => String(version)), ...new Set(tags)];
  const close = nearest(mark, known);
  const listed = known.slice(0, SHOWN).map((one) => `${name}:${one}`);
  const what = /^\d+$/.test(mark) ? `version ${mark}` : `version with the tag '${mark}'`;
  return new ZenError("not_found", `Artifact '${name}' has no ${what}.`, {
    hint:
      close === undefined || /^\d+$/.test(mark)
        ? `It has: ${listed.join(", ")}${known.length > SHOWN ? ", …" : ""}`
        : `Did you mean '${name}:${close}'?`,
    details: { name, known },
  });
}

function named(value: string): Filter {
  return { field: "name", operator: "eq", value };
}
