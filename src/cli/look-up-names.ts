import type { ResourceName } from "../domain/resources.js";
import { byIds } from "../store/by-ids.js";
import type { Listable } from "../store/by-ids.js";

/** Names of what rows point to, by id; each is looked up once. */
export async function lookUpNames(
  store: Listable<ResourceName>,
  references: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const ids = references.filter((id) => id !== null);
  const names = new Map<string, string>();
  for (const row of await byIds(store, ids)) if ("name" in row) names.set(row.id, row.name);
  return names;
}
