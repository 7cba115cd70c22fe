// Words that mark artifacts: `penguins:clean` is the newest version of `penguins` with the tag `clean`.
import type { Tag } from "../../domain/entities/tag.js";
import { Name } from "../../domain/entities/fields.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";
import { nearest } from "../../util/nearest.js";

type TagStore = Pick<ZenStore, "tags">;

const MOST = 1000;

/** A tag that it has already stays. Errors: `invalid_input` with all problems. */
export async function tagArtifact(
  store: TagStore,
  artifactId: string,
  tags: readonly string[],
): Promise<string[]> {
  checkTags(tags);
  for (const name of tags) {
    try {
      await store.tags.create({ name, artifact_id: artifactId });
    } catch (error) {
      if (!isZenError(error, "entity_exists")) throw error;
    }
  }
  return tagsOf(store, artifactId);
}

/** Errors: `not_found`, naming the tags that it has; then none is taken away. */
export async function untagArtifact(
  store: TagStore,
  artifactId: string,
  tags: readonly string[],
): Promise<string[]> {
  const found = await rowsOf(store, artifactId);
  const missing = tags.filter((tag) => found.every(({ name }) => name !== tag));
  if (missing.length > 0) throw unknownTags(missing, found);
  for (const { id, name } of found) if (tags.includes(name)) await store.tags.delete(id);
  return tagsOf(store, artifactId);
}

/** In their alphabetical order. */
export async function tagsOf(store: TagStore, artifactId: string): Promise<string[]> {
  return (await rowsOf(store, artifactId)).map(({ name }) => name);
}

/** Ids of the artifacts that have a tag, newest tagging first. */
export async function taggedWith(store: TagStore, tag: string): Promise<string[]> {
  const filters = [{ field: "name", operator: "eq", value: tag }] as const;
  const sort = { field: "created", direction: "desc" } as const;
  const { items } = await store.tags.list({ filters, sort, limit: MOST });
  return items.map(({ artifact_id }) => artifact_id);
}

async function rowsOf(store: TagStore, artifactId: string): Promise<readonly Tag[]> {
  const filters = [{ field: "artifact_id", operator: "eq", value: artifactId }] as const;
  const { items } = await store.tags.list({ filters, limit: MOST });
  return items.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** A number would be taken for a version. */
function checkTags(tags: readonly string[]): void {
  const problems = tags.flatMap((tag) => {
    const parsed = Name.safeParse(tag);
    const found = parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
    if (tag.includes(":")) found.push("a tag cannot contain ':'");
    if (/^\d+$/.test(tag)) found.push("a tag cannot be a number");
    return found.map((problem) => `'${tag}': ${problem}`);
  });
  if (problems.length === 0) return;
  throw new ZenError("invalid_input", `No tag: ${problems.join("; ")}.`, {
    hint: "zenml artifact tag penguins:3 clean",
    details: { problems },
  });
}

function unknownTags(missing: readonly string[], found: readonly Tag[]): ZenError {
  const names = found.map(({ name }) => name);
  const [first = ""] = missing;
  const close = nearest(first, names);
  const known = names.length === 0 ? "It has none." : `It has: ${names.join(", ")}`;
  const listed = missing.map((tag) => `'${tag}'`).join(", ");
  return new ZenError("not_found", `The artifact has no tag ${listed}.`, {
    hint: close === undefined ? known : `Did you mean '${close}'?`,
    details: { known: names },
  });
}
