// Whether changes were made by a request whose answer was lost, and of which the server has forgotten the
// key since: it was started anew, or it is another one of the same store.
import type { Change } from "../../domain/change.js";
import type { ResourceName } from "../../domain/resources.js";
import { hasFields } from "./has-fields.js";

export type FindEntity = (resource: ResourceName, id: string) => Promise<object | undefined>;

/** They are made as one: one entity that nobody else can have made tells of all. */
export async function areApplied(changes: readonly Change[], find: FindEntity): Promise<boolean> {
  const all = [...expected(changes)];
  const made = all.find(({ isCreated, set }) => isCreated && set !== undefined);
  for (const { resource, id, set } of made === undefined ? all : [made]) {
    const found = await find(resource, id);
    if (set === undefined ? found !== undefined : !hasFields(found, set)) return false;
  }
  return true;
}

interface Expected {
  readonly resource: ResourceName;
  readonly id: string;
  readonly isCreated: boolean;
  /** Undefined: it is gone. */
  readonly set: object | undefined;
}

/** How each entity is after all changes: what is created may be changed again by the same request. */
function expected(changes: readonly Change[]): Iterable<Expected> {
  const after = new Map<string, Expected>();
  for (const change of changes) {
    const { op, resource } = change;
    const id = op === "create" ? change.entity.id : change.id;
    const before = after.get(`${resource} ${id}`);
    after.set(`${resource} ${id}`, {
      resource,
      id,
      isCreated: op === "create" || (before?.isCreated ?? false),
      set: op === "delete" ? undefined : { ...before?.set, ...newFields(change) },
    });
  }
  return after.values();
}

function newFields(change: Exclude<Change, { readonly op: "delete" }>): object {
  return change.op === "create" ? change.entity : change.set;
}
