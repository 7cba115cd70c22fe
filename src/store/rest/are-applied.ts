// Whether changes were made by a request whose answer was lost, and of which the server has forgotten the
// key since: it was started anew, or it is another one of the same store.
import type { Change } from "../../domain/change.js";
import type { ResourceName } from "../../domain/resources.js";
import { hasFields } from "./has-fields.js";

export type FindEntity = (resource: ResourceName, id: string) => Promise<object | undefined>;

/** They are made as one: one entity that nobody else can have made tells of all. */
export async function areApplied(changes: readonly Change[], find: FindEntity): Promise<boolean> {
  const created = changes.find((change) => change.op === "create");
  if (created !== undefined) {
    const { resource, entity } = created;
    return hasFields(await find(resource, entity.id), entity);
  }
  for (const { resource, id, set } of expected(changes)) {
    const found = await find(resource, id);
    if (set === undefined ? found !== undefined : !hasFields(found, set)) return false;
  }
  return true;
}

interface Expected {
  readonly resource: ResourceName;
  readonly id: string;
  /** Undefined: it is gone. */
  readonly set: object | undefined;
}

/** How each entity is after all changes. */
function expected(changes: readonly Change[]): Iterable<Expected> {
  const after = new Map<string, Expected>();
  for (const change of changes) {
    if (change.op === "create") continue;
    const { resource, id } = change;
    const before = after.get(`${resource} ${id}`)?.set;
    const set = change.op === "delete" ? undefined : { ...before, ...change.set };
    after.set(`${resource} ${id}`, { resource, id, set });
  }
  return after.values();
}
