import { expect, test } from "vitest";
import { nearest } from "./nearest.js";

test.each([
  ["lsit", "list"],
  ["describ", "describe"],
  ["LIST", "list"],
])("%s most likely means %s", (word, meant) => {
  expect(nearest(word, ["delete", "describe", "list"])).toBe(meant);
});

test("a word that resembles nothing has no suggestion", () => {
  expect(nearest("quantum", ["list", "get"])).toBeUndefined();
});
