// What a session may see and change: its role, its project, what it owns, and the allowed moves of a run's
// states.
import type { Change } from "../../domain/change.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { mayDo, requiredRole } from "../../domain/policy.js";
import type { Action } from "../../domain/policy.js";
import type { Principal } from "../../domain/principal.js";
import { OWNED_OR_SHARED } from "../../domain/query.js";
import type { Filter } from "../../domain/query.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { statesBefore } from "../../domain/status.js";
import type { Row } from "../row.js";
import { entityNotFound } from "../write-errors.js";
import type { StoreScope } from "../zen-store.js";

/** Who asks, and where. */
export interface Asking {
  readonly principal: Principal;
  readonly scope: StoreScope;
}

/** Errors: `forbidden`. */
export function checkRole(principal: Principal, action: Action, resource: ResourceName): void {
  if (mayDo(principal, action, resource)) return;
  const { label } = RESOURCES[resource];
  const { rights, role, user_name } = principal;
  const needed =
    rights === undefined ? `the role ${requiredRole(action, resource)}` : `${action}:${resource}`;
  const article = /^[aeio]/.test(label) ? "an" : "a";
  throw new ZenError(
    "forbidden",
    `User '${user_name}' may not ${action === "read" ? "see" : "change"} ${article} ${label}.`,
    { hint: `That takes ${needed}; this user is ${role}.` },
  );
}

/** The principal as he is in one project, where a server says what he may do in which. */
export function principalIn(principal: Principal, project_id: string): Principal {
  const { access } = principal;
  if (access === undefined || project_id === "") return principal;
  return { ...principal, rights: access.in(project_id) ?? NOTHING };
}

const NOTHING = { granted: new Set<string>(), scopes: undefined, sees_others: false };

/** A local store is its user's; a server says it. */
export function seesOthers({ rights }: Principal): boolean {
  return rights?.sees_others ?? true;
}

/** What bounds every list and look-up: rows of other projects, and what others keep to themselves, are not there. */
export function visibleFilters(resource: ResourceName, asking: Asking): readonly Filter[] {
  const { principal, scope } = asking;
  const { scope: kind, shareable } = RESOURCES[resource];
  if (kind === "global") {
    const projects = resource === "project" ? principal.access?.projects : undefined;
    return projects === undefined ? [] : [{ field: "id", operator: "in", value: projects }];
  }
  const project: Filter = { field: "project_id", operator: "eq", value: scope.project_id };
  if (seesOthers(principal)) return [project];
  const operator = shareable === true ? OWNED_OR_SHARED : "eq";
  return [project, { field: "user_id", operator, value: principal.user_id }];
}

export function isVisible(resource: ResourceName, row: Row, asking: Asking): boolean {
  const { principal, scope } = asking;
  const { scope: kind, shareable } = RESOURCES[resource];
  if (kind === "global") {
    const projects = resource === "project" ? principal.access?.projects : undefined;
    return projects === undefined || projects.includes(row.id);
  }
  if (row["project_id"] !== scope.project_id) return false;
  if (isOwn(row, principal)) return true;
  return shareable === true && row["shared"] === true;
}

/** What others share may be used and not changed. Errors: `forbidden`. */
export function checkOwned(resource: ResourceName, row: Row, { principal }: Asking): void {
  if (RESOURCES[resource].scope === "global" || isOwn(row, principal)) return;
  const { label } = RESOURCES[resource];
  throw new ZenError(
    "forbidden",
    `The ${label} '${String(row["name"])}' belongs to another user.`,
    {
      hint: "It is shared: use it as it is, or copy it and change the copy.",
    },
  );
}

function isOwn(row: Row, principal: Principal): boolean {
  return seesOthers(principal) || row["user_id"] === principal.user_id;
}

/**
 * A change as the driver may have it: an update holds only for a row of the project and of the asker, and
 * only for a state from which the new one may follow. Errors: `forbidden`.
 */
export function guardChange(change: Change, asking: Asking): Change {
  const { principal, scope } = asking;
  const isScoped = RESOURCES[change.resource].scope === "project";
  if (change.op === "create") {
    if (isScoped) {
      checkProject(change, change.entity, scope);
      checkOwner(change.resource, change.entity, principal);
    }
    return change;
  }
  if (change.op === "delete") return change;
  if (isScoped && "project_id" in change.set) checkProject(change, change.set, scope);
  if (isScoped && "user_id" in change.set) checkOwner(change.resource, change.set, principal);
  const project = isScoped ? { project_id: [scope.project_id] } : {};
  const owner = isScoped && !seesOthers(principal) ? { user_id: [principal.user_id] } : {};
  // The project is asked first, and what the caller expects opens nothing that is closed.
  const bounds = { ...project, ...owner };
  const expect = { ...bounds, ...change.expect, ...moveOf(change), ...bounds };
  const guarded = { ...change, expect };
  // Spreading loses which resource the union's member is of; it is the one that came in.
  return guarded as Change;
}

/** Who does not see what others own makes nothing in their name. Errors: `forbidden`. */
function checkOwner(resource: ResourceName, row: object, principal: Principal): void {
  const owner = "user_id" in row ? row.user_id : undefined;
  if (owner === undefined || owner === principal.user_id || seesOthers(principal)) return;
  const { label } = RESOURCES[resource];
  throw new ZenError(
    "forbidden",
    `User '${principal.user_name}' may not make a ${label} in another's name.`,
    { hint: "Leave out user_id." },
  );
}

/** A row of another project, or of another user, looks like one that is not there. */
export function hideForeign(error: unknown): unknown {
  if (!isZenError(error, "conflict")) return error;
  const field = error.details?.["field"];
  if (field !== "project_id" && field !== "user_id") return error;
  const change = error.details?.["change"];
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
