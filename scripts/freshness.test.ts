import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprint, isFresh, writeStamp } from "./freshness.mjs";

let folder: string;
const current = () => fingerprint(folder, ["src", "lock.json"]);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zenml-fresh-"));
  mkdirSync(join(folder, "src/room"), { recursive: true });
  writeFileSync(join(folder, "src/room/a.ts"), "one");
  writeFileSync(join(folder, "lock.json"), "{}");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("content that changed gives another fingerprint", () => {
  const before = current();
  writeFileSync(join(folder, "src/room/a.ts"), "two");
  expect(current()).not.toBe(before);
});

test("a file that moved gives another fingerprint", () => {
  const before = current();
  rmSync(join(folder, "src/room/a.ts"));
  writeFileSync(join(folder, "src/room/b.ts"), "one");
  expect(current()).not.toBe(before);
});

test("another time of change or another test file gives the same fingerprint", () => {
  const before = current();
  utimesSync(join(folder, "src/room/a.ts"), 1, 1);
  writeFileSync(join(folder, "src/room/a.test.ts"), "test");
  expect(current()).toBe(before);
});

test("is fresh only with the same fingerprint and all outputs", () => {
  const stamp = join(folder, "cache/stamp.json");
  writeFileSync(join(folder, "out.js"), "");
  expect(isFresh(folder, stamp, "one")).toBe(false);
  writeStamp(stamp, { fingerprint: "one", outputs: ["out.js"] });
  expect(isFresh(folder, stamp, "one")).toBe(true);
  expect(isFresh(folder, stamp, "two")).toBe(false);
  rmSync(join(folder, "out.js"));
  expect(isFresh(folder, stamp, "one")).toBe(false);
});
