import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readParts, writeParts } from "./parts-file.js";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zenml-parts-"));
  file = join(folder, ".compiled", "v1", "zenml_stack_list.bin");
});
afterEach(() => rmSync(folder, { recursive: true }));

const PARTS = new Map([
  ["main.cjs", { stamp: "1 2 3", data: Buffer.from("compiled") }],
  ["common-é.cjs", { stamp: "4 5 6", data: Buffer.alloc(1001, 7) }],
  ["empty.cjs", { stamp: "7 8 9", data: Buffer.alloc(0) }],
]);

test("what is written is read back, and nothing else is left in the folder", () => {
  writeParts(file, PARTS);
  expect(readParts(file)?.parts).toEqual(PARTS);
  expect(readdirSync(dirname(file))).toEqual(["zenml_stack_list.bin"]);
});

test("each part begins where V8 reads it in place", () => {
  writeParts(file, PARTS);
  const begins = [...(readParts(file)?.parts.values() ?? [])].map(
    ({ data }) => data.byteOffset % 8,
  );
  expect(begins).toEqual([0, 0, 0]);
});

test("a file that was cut off, or is none of ours, has no parts", () => {
  writeParts(file, PARTS);
  const whole = readFileSync(file);
  for (const bytes of [whole.subarray(0, 900), whole.subarray(0, 3), Buffer.from("x".repeat(64))]) {
    writeFileSync(file, bytes);
    expect(readParts(file)?.parts.size ?? 0).toBe(0);
  }
});

test("a file that is not there, and a folder in its place, are no error", () => {
  expect(readParts(file)).toBeUndefined();
  mkdirSync(file, { recursive: true });
  expect(readParts(file)).toBeUndefined();
  expect(() => writeParts(file, PARTS)).not.toThrow();
});
