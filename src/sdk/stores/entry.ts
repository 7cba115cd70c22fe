// Everything that a store holds, as a stream: parents before what points to them, one project after
// the other.
import { RESOURCES, RESOURCE_NAMES } from "../../domain/resources.js";
import type { Entities, OpenName, ResourceName } from "../../domain/resources.js";
import { entitiesOf } from "../../store/entity-stores.js";
import type { ZenStore } from "../../store/zen-store.js";

/** One entity of a store, and what it is. */
export type Entry = {
  readonly [Name in OpenName]: { readonly resource: Name; readonly entity: Entities[Name] };
}[OpenName];

/** May be read more than once. */
export interface EntrySource {
  entries(): AsyncIterable<Entry>;
}

/** The table names parents first; a test holds it to that. */
const GLOBAL = RESOURCE_NAMES.filter((name) => RESOURCES[name].scope === "global");
const SCOPED = RESOURCE_NAMES.filter((name) => RESOURCES[name].scope === "project");

/** By time of creation, which no change moves. */
const SORT = { field: "created", direction: "asc" } as const;
const PAGE = 200;

export function storeSource(store: ZenStore): EntrySource {
  return { entries: () => entriesOf(store) };
}

async function* entriesOf(store: ZenStore): AsyncIterable<Entry> {
  const projects: string[] = [];
  for (const resource of GLOBAL) {
    for await (const entry of wholeOf(store, resource)) {
      if (entry.resource === "project") projects.push(entry.entity.id);
      yield entry;
    }
  }
  for (const id of projects) {
    const within = store.inProject(id);
    for (const resource of SCOPED) yield* wholeOf(within, resource);
  }
}

async function* wholeOf(store: ZenStore, resource: ResourceName): AsyncIterable<Entry> {
  let cursor: string | undefined;
  do {
    const page = await entitiesOf(store, resource).listWhole({ sort: SORT, limit: PAGE, cursor });
    // What a resource's store lists are its entities; the compiler loses which of them.
    for (const entity of page.items) yield { resource, entity } as Entry;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

/** Undefined for what belongs to no project. */
export function projectOf({ entity }: Entry): string | undefined {
  return "project_id" in entity ? entity.project_id : undefined;
}
