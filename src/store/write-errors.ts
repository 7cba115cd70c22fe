// What every driver answers a change with that cannot be applied: one wording for all of them.
import type { Change } from "../domain/change.js";
import { ZenError } from "../domain/errors.js";
import { RESOURCES, TABLE_NAMES } from "../domain/resources.js";
import type { Parent, Resource, ResourceName } from "../domain/resources.js";
import type { Row } from "./row.js";

/** A resource whose rows point to another one, and by which field. */
export interface Child {
  readonly resource: ResourceName;
  readonly parent: Parent;
}

export function childrenOf(resource: ResourceName): readonly Child[] {
  return TABLE_NAMES.flatMap((name) =>
    RESOURCES[name].parents
      .filter((parent) => parent.resource === resource)
      .map((parent) => ({ resource: name, parent })),
  );
}

/** The fields that are unique together, of any resource. */
export function uniqueFields(resource: ResourceName): readonly string[] | null {
  return RESOURCES[resource].unique;
}

export function entityExists(change: Change, row: Row, by: "id" | "unique"): ZenError {
  const fields = by === "id" ? ["id"] : (uniqueFields(change.resource) ?? ["id"]);
  const { label } = RESOURCES[change.resource];
  const shown = fields.filter((field) => field !== "project_id" && field !== "user_id");
  const said =
    shown.length === 1 && shown[0] === "name"
      ? `named '${String(row["name"])}'`
      : `with ${shown.map((field) => `${field} '${String(row[field])}'`).join(" and ")}`;
  return new ZenError("entity_exists", `There is already a ${label} ${said}.`, {
    hint: by === "id" ? undefined : "Choose another name, or delete the one that there is.",
    details: { change, fields },
  });
}

export function entityNotFound(change: Exclude<Change, { op: "create" }>): ZenError {
  const { label } = RESOURCES[change.resource];
  return new ZenError("not_found", `There is no ${label} with id '${change.id}'.`, {
    hint: "It may have been deleted in the meantime.",
    details: { change },
  });
}

/** `field` has `found`, which is none of the values that the change expects. */
export function expectationFailed(
  change: Extract<Change, { op: "update" }>,
  field: string,
  found: unknown,
): ZenError {
  const { label } = RESOURCES[change.resource];
  const expect: Readonly<Record<string, readonly unknown[]>> = { ...change.expect };
  const values = (expect[field] ?? []).map((value) => `'${String(value)}'`).join(" or ");
  return new ZenError(
    "conflict",
    `The ${field} of the ${label} '${change.id}' is '${String(found)}', not ${values}.`,
    { hint: "Somebody else changed it first: read it again.", details: { change, field, found } },
  );
}

export function stillInUse(
  change: Extract<Change, { op: "delete" }>,
  users: readonly { readonly resource: ResourceName; readonly count: number }[],
): ZenError {
  const { label } = RESOURCES[change.resource];
  const said = users.map(({ resource, count }) => counted(RESOURCES[resource], count)).join(", ");
  return new ZenError("in_use", `The ${label} '${change.id}' is still used by ${said}.`, {
    hint: "Delete what uses it first.",
    details: { change, users },
  });
}

export function parentMissing(change: Change, parent: Parent, id: unknown): ZenError {
  const { label } = RESOURCES[change.resource];
  const missing = RESOURCES[parent.resource].label;
  return new ZenError(
    "not_found",
    `The ${label} names a ${missing} that does not exist: ${parent.field} '${String(id)}'.`,
    { details: { change, field: parent.field } },
  );
}

export function unknownFields(change: Change, fields: readonly string[]): ZenError {
  const { label } = RESOURCES[change.resource];
  const said = fields.map((field) => `'${field}'`).join(", ");
  return new ZenError("invalid_input", `A ${label} has no field ${said}.`, { details: { change } });
}

function counted(resource: Pick<Resource, "label">, count: number): string {
  return `${count} ${resource.label}${count === 1 ? "" : "s"}`;
}
