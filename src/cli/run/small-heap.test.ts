import { expect, test } from "vitest";
import { withSmallHeap } from "./small-heap.js";

test("what the work resolves to is handed on", async () => {
  expect(await withSmallHeap(async () => 3)).toBe(3);
});

test("what the work rejects with is handed on", async () => {
  await expect(withSmallHeap(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});
