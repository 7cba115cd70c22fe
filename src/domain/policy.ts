// Who may do what: a row for each resource, asked before every call. A role may do what the ones below it may.
import type { Principal, Role } from "./principal.js";
import type { ResourceName } from "./resources.js";

export type Action = "read" | "write";
/** `nobody`: the server alone, which asks no policy. */
export type Required = Role | "nobody";

const RANKS: Record<Required, number> = { viewer: 0, editor: 1, admin: 2, nobody: 3 };

/** The lowest role that may do it. */
const POLICIES: Record<ResourceName, Record<Action, Required>> = {
  user: { read: "viewer", write: "admin" },
  project: { read: "viewer", write: "admin" },
  flavor: { read: "viewer", write: "editor" },
  component: { read: "viewer", write: "editor" },
  stack: { read: "viewer", write: "editor" },
  pipeline: { read: "viewer", write: "editor" },
  run: { read: "viewer", write: "editor" },
  step: { read: "viewer", write: "editor" },
  artifact: { read: "viewer", write: "editor" },
  schedule: { read: "viewer", write: "editor" },
  tag: { read: "viewer", write: "editor" },
  artifact_version: { read: "viewer", write: "editor" },
  role: { read: "viewer", write: "admin" },
  team: { read: "viewer", write: "admin" },
  role_assignment: { read: "admin", write: "nobody" },
  account: { read: "nobody", write: "nobody" },
  api_token: { read: "nobody", write: "nobody" },
  login_session: { read: "nobody", write: "nobody" },
  audit_entry: { read: "admin", write: "nobody" },
  request_key: { read: "nobody", write: "nobody" },
};

/** The lowest role that may do this with that resource. */
export function requiredRole(action: Action, resource: ResourceName): Required {
  return POLICIES[resource][action];
}

export function isAllowed(role: Role, action: Action, resource: ResourceName): boolean {
  return RANKS[role] >= RANKS[requiredRole(action, resource)];
}

/** By his rights where a server gave him some, else by his role. */
export function mayDo(principal: Principal, action: Action, resource: ResourceName): boolean {
  const { rights, role } = principal;
  if (rights === undefined) return isAllowed(role, action, resource);
  const { granted, scopes } = rights;
  if (!permits(granted, action, resource)) return false;
  return scopes === undefined || permits(scopes, action, resource);
}

/** `*` stands for all kinds of things but those that administrators alone change. */
function permits(
  permissions: ReadonlySet<string>,
  action: Action,
  resource: ResourceName,
): boolean {
  const required = requiredRole(action, resource);
  if (required === "nobody") return false;
  if (permissions.has(`${action}:${resource}`)) return true;
  return permissions.has(required === "admin" ? "administer" : `${action}:*`);
}
