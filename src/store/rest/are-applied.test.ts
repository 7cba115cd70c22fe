import { expect, test } from "vitest";
import type { Change } from "../../domain/change.js";
import type { Entities } from "../../domain/resources.js";
import { areApplied } from "./are-applied.js";

const TAG = { id: "1", name: "gold" } as Entities["tag"];
const create: Change = { op: "create", resource: "tag", entity: TAG };
const rename: Change = { op: "update", resource: "tag", id: "1", set: { name: "best" } };
const remove: Change = { op: "delete", resource: "tag", id: "1" };
const RENAMED = { ...TAG, name: "best" };

test.each<readonly [string, readonly Change[], object | undefined, boolean]>([
  ["a creation is there", [create], TAG, true],
  ["a creation is not there", [create], undefined, false],
  ["what was created was changed by the same request", [create, rename], RENAMED, true],
  ["only the creation is there, which is one of ours before", [create, rename], TAG, false],
  ["what was created was deleted by the same request", [create, remove], undefined, true],
  ["a change is there", [rename], RENAMED, true],
  ["a change is not there", [rename], TAG, false],
  ["a deletion is done", [remove], undefined, true],
  ["a deletion is not done", [remove], TAG, false],
])("%s", async (_said, changes, found, applied) => {
  expect(await areApplied(changes, async () => found)).toBe(applied);
});
