import { expect, test } from "vitest";
import { isAllowed } from "./policy.js";
import { RESOURCE_NAMES } from "./resources.js";

test("everybody reads everything", () => {
  for (const resource of RESOURCE_NAMES) expect(isAllowed("viewer", "read", resource)).toBe(true);
});

test("a viewer writes nothing, an admin everything", () => {
  for (const resource of RESOURCE_NAMES) {
    expect(isAllowed("viewer", "write", resource)).toBe(false);
    expect(isAllowed("admin", "write", resource)).toBe(true);
  }
});

test("users and projects are the only ones that an editor does not write", () => {
  const forbidden = RESOURCE_NAMES.filter((resource) => !isAllowed("editor", "write", resource));
  expect(forbidden).toEqual(["user", "project"]);
});
