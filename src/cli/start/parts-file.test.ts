import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PartsFile, writeParts } from "./parts-file.js";
import type { Part } from "./parts-file.js";

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

function read(): ReadonlyMap<string, Part> | undefined {
  const opened = PartsFile.open(file);
  if (opened === undefined) return undefined;
  const parts = opened.names.flatMap((name): [string, Part][] => {
    const part = opened.part(name);
    return part === undefined ? [] : [[name, part]];
  });
  opened.close();
  return new Map(parts);
}

test("what is written is read back, and nothing else is left in the folder", () => {
  writeParts(file, PARTS);
  expect(read()).toEqual(PARTS);
  expect(readdirSync(dirname(file))).toEqual(["zenml_stack_list.bin"]);
});

test("a table of many files is read whole", () => {
  const names = Array.from({ length: 300 }, (_, index) => `a-file-with-a-long-name-${index}.cjs`);
  writeParts(file, new Map(names.map((name) => [name, { stamp: name, data: Buffer.from(name) }])));
  expect([...(read() ?? [])].every(([name, { data }]) => data.toString() === name)).toBe(true);
  expect(read()?.size).toBe(300);
});

test("a file that was cut off, or is none of ours, is not read", () => {
  writeParts(file, PARTS);
  const whole = readFileSync(file);
  for (const bytes of [whole.subarray(0, 900), whole.subarray(0, 3), Buffer.from("x".repeat(64))]) {
    writeFileSync(file, bytes);
    expect(read()).toBeUndefined();
  }
});

test("a file that is not there, and a folder in its place, are no error", () => {
  expect(read()).toBeUndefined();
  mkdirSync(file, { recursive: true });
  expect(read()).toBeUndefined();
  expect(() => writeParts(file, PARTS)).not.toThrow();
});
