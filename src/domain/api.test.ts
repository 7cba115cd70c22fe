import { expect, test } from "vitest";
import { LIST_WORDS, collectionPath } from "./api.js";
import { RESOURCES, RESOURCE_NAMES } from "./resources.js";

test("no filter is called like another word of a list's query", () => {
  const filters = RESOURCE_NAMES.flatMap((name): readonly string[] => RESOURCES[name].filters);
  expect(LIST_WORDS.filter((word) => filters.includes(word))).toEqual([]);
});

test("each resource has a place of its own", () => {
  const paths = RESOURCE_NAMES.map((name) => collectionPath(name, "p"));
  expect(new Set(paths).size).toBe(RESOURCE_NAMES.length);
  expect(collectionPath("user", "p")).toBe("/api/v2/users");
  expect(collectionPath("stack", "p")).toBe("/api/v2/projects/p/stacks");
});
