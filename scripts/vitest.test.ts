import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ROOT } from "./paths.mjs";
import { judge, runVitest } from "./vitest.mjs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zenml-counts-"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(folder, "tests"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function write(name: string, ...lines: string[]): void {
  const text = ['import { describe, expect, test } from "vitest";', ...lines].join("\n");
  writeFileSync(join(folder, "tests", name), text);
}

test("counts tests that passed, failed and were skipped, and files that do not load", async () => {
  vi.stubEnv("CI", undefined);
  write(
    "a.test.ts",
    'describe("outer", () => { test("a", () => {}); test("b", () => {}); });',
    'test("c", () => { expect(1).toBe(2); });',
    'test.skip("d (not as root)", () => {});',
    'test.todo("e");',
  );
  write("b.test.ts", 'throw new Error("does not load");');
  const { totals } = await runVitest([], { cwd: folder, capture: true });
  expect(totals).toEqual({ passed: 2, failed: 2, skipped: 2 });
});

test("counts an error outside of all tests as a failure", async () => {
  write(
    "a.test.ts",
    'test("a", () => { setTimeout(() => { throw new Error("late"); }, 0); });',
    'test("b", () => new Promise((resolve) => setTimeout(resolve, 5)));',
  );
  const { totals } = await runVitest([], { cwd: folder, capture: true });
  expect(totals).toEqual({ passed: 2, failed: 1, skipped: 0 });
});

test("counts no test at all as a failure", async () => {
  const { totals } = await runVitest([], { cwd: folder, capture: true });
  expect(totals).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("gives tests a home of their own", async () => {
  write(
    "a.test.ts",
    `test("a", () => { expect(process.env["HOME"]).not.toBe(${JSON.stringify(process.env["HOME"])}); });`,
  );
  const { totals } = await runVitest([], { cwd: folder, capture: true });
  expect(totals).toEqual({ passed: 1, failed: 0, skipped: 0 });
});

test("a strict count takes a skip for want of a service as a failure", () => {
  const counts = { passed: 1, failed: 0, skipped: ["store works on MySQL"] };
  const { totals, skips } = judge(counts, { isStrict: true });
  expect(totals).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(skips).toEqual(["skipped, which CI does not allow: store works on MySQL"]);
});

test("a strict count takes a skip for a reason of the system as a skip", () => {
  const name = "store says that a file is read-only (not as root)";
  const { totals, skips } = judge({ passed: 1, failed: 0, skipped: [name] }, { isStrict: true });
  expect(totals).toEqual({ passed: 1, failed: 0, skipped: 1 });
  expect(skips).toEqual([`skipped: ${name}`]);
});
