// What a change points to must be there for whoever makes it: a step of somebody else's run, or a stack of
// somebody else's component, would let him reach what he does not see.
import type { Change } from "../../domain/change.js";
import { ZenError } from "../../domain/errors.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import type { StoreDriver } from "../driver.js";
import { asRow } from "../row.js";
import { isVisible, seesOthers } from "./access.js";
import type { Asking } from "./access.js";

interface Reference {
  readonly resource: ResourceName;
  readonly id: string;
  readonly field: string;
}

/** Asked only for who does not see everything. Errors: `not_found`, as for what does not exist. */
export async function checkReferences(
  driver: StoreDriver,
  changes: readonly Change[],
  asking: Asking,
): Promise<void> {
  if (seesOthers(asking.principal)) return;
  const made = new Set(
    changes.flatMap((change) => (change.op === "create" ? change.entity.id : [])),
  );
  const asked = new Map<string, Promise<boolean>>();
  for (const change of changes) {
    if (change.op === "delete") continue;
    const fields = change.op === "create" ? change.entity : change.set;
    for (const { resource, id, field } of referencesOf(change.resource, fields)) {
      if (made.has(id)) continue;
      const isThere = asked.get(id) ?? isThereFor(driver, { resource, id }, asking);
      asked.set(id, isThere);
      if (!(await isThere)) throw missing(change.resource, { resource, id, field });
    }
  }
}

function referencesOf(resource: ResourceName, fields: object): readonly Reference[] {
  const row: Readonly<Record<string, unknown>> = { ...fields };
  const parents = RESOURCES[resource].parents
    .filter((parent) => RESOURCES[parent.resource].scope === "project")
    .flatMap(({ resource: parent, field }) => {
      const id = row[field];
      return typeof id === "string" ? [{ resource: parent, id, field }] : [];
    });
  return resource === "stack" ? [...parents, ...componentsOf(row["components"])] : parents;
}

function componentsOf(components: unknown): readonly Reference[] {
  if (typeof components !== "object" || components === null) return [];
  return Object.entries(components).flatMap(([type, component]: [string, unknown]) => {
    const id =
      typeof component === "object" && component !== null && "id" in component
        ? component.id
        : undefined;
    const field = `components.${type}`;
    return typeof id === "string" ? [{ resource: "component", id, field }] : [];
  });
}

async function isThereFor(
  driver: StoreDriver,
  { resource, id }: Pick<Reference, "resource" | "id">,
  asking: Asking,
): Promise<boolean> {
  const entity = await driver.find(resource, id);
  return entity !== undefined && isVisible(resource, asRow(entity), asking);
}

function missing(resource: ResourceName, reference: Reference): ZenError {
  const { label } = RESOURCES[resource];
  const named = RESOURCES[reference.resource].label;
  return new ZenError(
    "not_found",
    `The ${label} names a ${named} that does not exist: ${reference.field} '${reference.id}'.`,
    { details: { field: reference.field } },
  );
}
