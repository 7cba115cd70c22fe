import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readTotals, report, sentence } from "./totals.mjs";

let folder: string;
let printed: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zenml-totals-"));
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true });
});

test("alone, a report is the sentence", () => {
  vi.stubEnv("ZENML_TOTALS", undefined);
  report("tests", { passed: 3, failed: 0, skipped: 1 });
  expect(printed).toEqual(["3 passed, 0 failed, 1 skipped"]);
  expect(process.exitCode).toBeUndefined();
});

test("a failure sets the exit code", () => {
  vi.stubEnv("ZENML_TOTALS", undefined);
  report("tests", { passed: 3, failed: 1, skipped: 0 });
  expect(process.exitCode).toBe(1);
});

test("in a larger run, reports are named and summed", () => {
  const file = join(folder, "totals");
  vi.stubEnv("ZENML_TOTALS", file);
  report("tests", { passed: 3, failed: 0, skipped: 1 });
  report("pack", { passed: 2, failed: 0, skipped: 0 });
  expect(printed[0]).toBe("tests: 3 passed, 0 failed, 1 skipped");
  expect(sentence(readTotals(file))).toBe("5 passed, 0 failed, 1 skipped");
});
