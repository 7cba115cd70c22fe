// Many rows by their ids: so many at once as one list takes. It may know pages and nothing of drivers.
import type { Query, SummaryPage } from "../domain/query.js";
import type { ResourceName, Summary } from "../domain/resources.js";

/** All of them but the last have the same length: databases keep one statement for it. */
const CHUNK = 200;

export interface Listable<Name extends ResourceName> {
  list(query: Query): Promise<SummaryPage<Name>>;
}

/** In the order of the ids; those that are gone are left out. */
export async function byIds<Name extends ResourceName>(
  store: Listable<Name>,
  ids: readonly string[],
): Promise<Summary<Name>[]> {
  const all = [...new Set(ids)];
  const found = new Map<string, Summary<Name>>();
  for (let start = 0; start < all.length; start += CHUNK) {
    const value = all.slice(start, start + CHUNK);
    const filters = [{ field: "id", operator: "in", value }] as const;
    const { items } = await store.list({ filters, limit: CHUNK });
    for (const row of items) found.set(idOf(row), row);
  }
  return all.flatMap((id) => found.get(id) ?? []);
}

/** Every resource has an id; the compiler cannot see that while `Name` is open. */
function idOf(row: object): string {
  return "id" in row ? String(row.id) : "";
}
