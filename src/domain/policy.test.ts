import { describe, expect, test } from "vitest";
import { BUILT_IN_ROLES, accessOf } from "./access.js";
import type { Access, Grant } from "./access.js";
import { isAllowed, mayDo } from "./policy.js";
import type { Action } from "./policy.js";
import type { Principal } from "./principal.js";
import { RESOURCE_NAMES, TABLE_NAMES } from "./resources.js";
import type { ResourceName } from "./resources.js";

test("everybody reads everything", () => {
  for (const resource of RESOURCE_NAMES) expect(isAllowed("viewer", "read", resource)).toBe(true);
});

test("a viewer writes nothing, an admin everything", () => {
  for (const resource of RESOURCE_NAMES) {
    expect(isAllowed("viewer", "write", resource)).toBe(false);
    expect(isAllowed("admin", "write", resource)).toBe(true);
  }
});

test("an editor writes all but users, projects, roles and teams", () => {
  const forbidden = RESOURCE_NAMES.filter((resource) => !isAllowed("editor", "write", resource));
  expect(forbidden).toEqual(["user", "project", "role", "team"]);
});

test("what the server keeps about itself nobody writes, and most of it nobody reads", () => {
  const sealed = TABLE_NAMES.filter((name) => !RESOURCE_NAMES.some((open) => open === name));
  expect(sealed.some((resource) => isAllowed("admin", "write", resource))).toBe(false);
  const read = sealed.filter((resource) => isAllowed("admin", "read", resource));
  expect(read).toEqual(["role_assignment", "audit_entry"]);
});

const ADMIN = { project_id: null, permissions: BUILT_IN_ROLES.admin };
const EDITOR = { project_id: null, permissions: BUILT_IN_ROLES.editor };

function principal(access: Access, project?: string): Principal {
  const rights = project === undefined ? access.everywhere : access.in(project);
  return { user_id: "u", user_name: "ada", role: "admin", rights };
}

describe("rights on a server", () => {
  test("are what roles grant, whatever else the principal says of himself", () => {
    const nobody = principal(accessOf([]));
    for (const resource of TABLE_NAMES) {
      expect(mayDo(nobody, "read", resource)).toBe(false);
      expect(mayDo(nobody, "write", resource)).toBe(false);
    }
    expect(mayDo(principal(accessOf([ADMIN])), "write", "user")).toBe(true);
    expect(mayDo(principal(accessOf([EDITOR])), "write", "user")).toBe(false);
    expect(mayDo(principal(accessOf([EDITOR])), "write", "stack")).toBe(true);
  });

  test("of a project count there alone, and no other project is there", () => {
    const access = accessOf([{ project_id: "p1", permissions: BUILT_IN_ROLES.admin }]);
    expect(access.projects).toEqual(["p1"]);
    expect(access.in("p2")).toBeUndefined();
    expect(access.in("p1")?.sees_others).toBe(true);
    expect(mayDo(principal(access, "p1"), "write", "stack")).toBe(true);
    expect(mayDo(principal(access), "write", "user")).toBe(false);
    expect(mayDo(principal(access), "read", "user")).toBe(true);
    expect(accessOf([EDITOR]).projects).toBeUndefined();
  });

  test("a token's scopes take away and never add", () => {
    const may = (grant: Grant, scopes: string[], action: Action, resource: ResourceName) =>
      mayDo(principal(accessOf([grant], scopes)), action, resource);
    expect(may(EDITOR, ["read:*"], "read", "stack")).toBe(true);
    expect(may(EDITOR, ["read:*"], "write", "stack")).toBe(false);
    expect(may(EDITOR, ["write:run"], "write", "run")).toBe(true);
    expect(may(EDITOR, ["write:run"], "write", "stack")).toBe(false);
    expect(may(EDITOR, ["write:user", "administer"], "write", "user")).toBe(false);
    expect(may(ADMIN, ["read:*", "write:*"], "write", "user")).toBe(false);
    expect(may(ADMIN, ["write:user"], "write", "user")).toBe(true);
    expect(accessOf([ADMIN], ["read:*"]).everywhere.sees_others).toBe(false);
    expect(accessOf([EDITOR], ["see:others"]).everywhere.sees_others).toBe(false);
  });
});
