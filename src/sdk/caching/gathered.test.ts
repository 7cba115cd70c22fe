import { expect, test } from "vitest";
import { Gathered } from "./gathered.js";

test("what is asked for at the same time is read together, and once", async () => {
  const loads: (readonly string[])[] = [];
  const lengths = new Gathered<number>(async (keys) => {
    loads.push(keys);
    return new Map(keys.filter((key) => key !== "").map((key) => [key, key.length]));
  }, 2);
  const asked = ["a", "bb", "a", "ccc", ""].map((key) => lengths.get(key));
  expect(await Promise.all(asked)).toEqual([1, 2, 1, 3, undefined]);
  expect(await lengths.get("bb")).toBe(2);
  expect(loads).toEqual([
    ["a", "bb"],
    ["ccc", ""],
  ]);
});
