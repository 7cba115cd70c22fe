// What a session may see and change: its role, its project, and the allowed moves of a run's states.
import type { Change } from "../../domain/change.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { isAllowed, requiredRole } from "../../domain/policy.js";
import type { Action } from "../../domain/policy.js";
import type { Principal } from "../../domain/principal.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { statesBefore } from "../../domain/status.js";
import type { Row } from "../row.js";
import { entityNotFound } from "../write-errors.js";
import type { StoreScope } from "../zen-store.js";

/** Errors: `forbidden`. */
export function checkRole(principal: Principal, action: Action, resource: ResourceName): void {
  if (isAllowed(principal.role, action, resource)) return;
  const { label } = RESOURCES[resource];
  throw new ZenError(
    "forbidden",
    `User '${principal.user_name}' may not ${action === "read" ? "see" : "change"} a ${label}.`,
    {
      hint: `That takes the role ${requiredRole(action, resource)}; this user is ${principal.role}.`,
    },
  );
}

export function isVisible(resource: ResourceName, row: Row, scope: StoreScope): boolean {
  return RESOURCES[resource].scope === "global" || row["project_id"] === scope.project_id;
}

/**
 * A change as the driver may have it: an update holds only for a row of the project, and only for a
 * state from which the new one may follow. Errors: `forbidden`.
 */
export function guardChange(change: Change, scope: StoreScope): Change {
  const isScoped = RESOURCES[change.resource].scope === "project";
  if (change.op === "create") {
    if (isScoped) checkProject(change, change.entity, scope);
    return change;
  }
  if (change.op === "delete") return change;
  if (isScoped && "project_id" in change.set) checkProject(change, change.set, scope);
  const project = isScoped ? { project_id: [scope.project_id] } : {};
  // The project is asked first, and what the caller expects opens nothing that is closed.
  const expect = { ...project, ...change.expect, ...moveOf(change), ...project };
  const guarded = { ...change, expect };
  // Spreading loses which resource the union's member is of; it is the one that came in.
  return guarded as Change;
}

/** A row of another project looks like one that is not there. */
export function hideForeign(error: unknown): unknown {
  if (!isZenError(error, "conflict") || error.details?.["field"] !== "project_id") return error;
  const change = error.details["change"];
  return isUpdate(change) ? entityNotFound(change) : error;
}

function isUpdate(change: unknown): change is Extract<Change, { op: "update" }> {
  return typeof change === "object" && change !== null && "op" in change && change.op === "update";
}

function moveOf(change: Extract<Change, { op: "update" }>): object {
  const { resource, set } = change;
  if (resource !== "run" && resource !== "step") return {};
  if (set.status === undefined) return {};
  const allowed = statesBefore(set.status);
  const { expect = {} } = change;
  const expected: readonly unknown[] | undefined = "status" in expect ? expect.status : undefined;
  return { status: allowed.filter((status) => expected?.includes(status) ?? true) };
}

function checkProject(change: Change, row: object, scope: StoreScope): void {
  if ("project_id" in row && row.project_id === scope.project_id) return;
  const { label } = RESOURCES[change.resource];
  throw new ZenError("forbidden", `The ${label} belongs to another project.`, {
    hint: "Change the active project first.",
    details: { change },
  });
}
