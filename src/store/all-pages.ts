import type { Page, Query } from "../domain/query.js";

/** Every row of a list, page by page. */
export async function* allPages<Item>(
  list: (query: Query) => Promise<Page<Item>>,
  query: Omit<Query, "cursor">,
): AsyncIterable<Item> {
  let cursor: string | undefined;
  do {
    const page: Page<Item> = await list({ ...query, cursor });
    yield* page.items;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}
