import { writeSync } from "node:fs";
import { expect, test } from "vitest";
import { LineFile } from "./line-file.js";

function opened(): LineFile {
  const file = LineFile.open();
  if (file === undefined) throw new Error("no file can be made here");
  return file;
}

function linesOf(file: LineFile): string {
  let found = "";
  file.read((lines) => (found += lines));
  return found;
}

test("lines are read once, and one that is being written waits for its end", () => {
  const file = opened();
  writeSync(file.descriptor, "one\ntwo\nthr");
  expect(linesOf(file)).toBe("one\ntwo\n");
  expect(linesOf(file)).toBe("");
  writeSync(file.descriptor, "ee of é\nfour\n");
  expect(linesOf(file)).toBe("three of é\nfour\n");
  file.close();
  expect(linesOf(file)).toBe("");
});

test("a line longer than what is read at once stays whole", () => {
  const file = opened();
  const long = `${"é".repeat(600_000)}\n`;
  writeSync(file.descriptor, `short\n${long}short\n`);
  expect(linesOf(file)).toBe(`short\n${long}short\n`);
  file.close();
});

test("a large file is emptied, and read from its begin after that", () => {
  const file = opened();
  const line = `${"x".repeat(1023)}\n`;
  for (let mebibytes = 0; mebibytes < 9; mebibytes += 1) {
    writeSync(file.descriptor, line.repeat(1024));
  }
  expect(linesOf(file).length).toBe(9 * 1024 * 1024);
  file.tidy();
  writeSync(file.descriptor, "after\n");
  expect(linesOf(file)).toBe("after\n");
  file.close();
});
