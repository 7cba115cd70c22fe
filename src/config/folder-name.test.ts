import { expect, test } from "vitest";
import { folderName, folderOf } from "./folder-name.js";

test.each(["default", "git_store", "name with spaces", "legacy-repository-b8133fe0", "v1.2"])(
  "'%s' is a folder's name as it is",
  (name) => {
    expect(folderName(name)).toBe(name);
  },
);

test.each(["..", ".", ".hidden", "con", "NUL.txt", "a.", "näme", "👉", "a:b", "x".repeat(200)])(
  "'%s' becomes a name that every disk can hold",
  (name) => {
    expect(folderName(name)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*-[0-9a-f]{8}$/);
    expect(folderName(name).length).toBeLessThan(60);
  },
);

test("names that look alike get different folders", () => {
  const names = ["näme", "nâme", "👉", "👈", "..", "..."];
  expect(new Set(names.map(folderName)).size).toBe(names.length);
});

test("a profile that was renamed keeps the folder that it had", () => {
  expect(folderOf({ name: "after", folder: "before" })).toBe("before");
  expect(folderOf({ name: "after" })).toBe("after");
});
