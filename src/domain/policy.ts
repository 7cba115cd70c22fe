// Who may do what: a row for each resource, asked before every call. A role may do what the ones below it may.
import type { Role } from "./principal.js";
import type { ResourceName } from "./resources.js";

export type Action = "read" | "write";

const RANKS: Record<Role, number> = { viewer: 0, editor: 1, admin: 2 };

/** The lowest role that may do it. */
const POLICIES: Record<ResourceName, Record<Action, Role>> = {
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
};

/** The lowest role that may do this with that resource. */
export function requiredRole(action: Action, resource: ResourceName): Role {
  return POLICIES[resource][action];
}

export function isAllowed(role: Role, action: Action, resource: ResourceName): boolean {
  return RANKS[role] >= RANKS[requiredRole(action, resource)];
}
