import type { Query, SummaryPage } from "../domain/query.js";
import type { ResourceName } from "../domain/resources.js";

const PAGE = 500;

interface Listable {
  list(query: Query): Promise<SummaryPage<ResourceName>>;
}

/** Names of what rows point to, by id; each is looked up once. */
export async function lookUpNames(
  store: Listable,
  references: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(references.flatMap((id) => (id === null ? [] : [id])))];
  const names = new Map<string, string>();
  for (let start = 0; start < ids.length; start += PAGE) {
    const value = ids.slice(start, start + PAGE);
    const filters = [{ field: "id", operator: "in", value }] as const;
    const { items } = await store.list({ filters, limit: PAGE });
    for (const item of items) if ("name" in item) names.set(item.id, item.name);
  }
  return names;
}
