import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PackedPackage } from "../exports/packed-package.js";

const KB = 1024;
const packed = new PackedPackage();
beforeAll(() => packed.prepare());
afterAll(() => packed.close());

test("the tarball is small", () => {
  // A command line, an engine, a server and what one of it is deployed with.
  expect(packed.packedSize).toBeLessThan(1_250 * KB);
});

test("what the command line reads at each start is small", () => {
  expect(statSync(join(packed.folder, "dist/code/main.cjs")).size).toBeLessThan(48 * KB);
});

test("installing brings few packages", () => {
  const lock: { packages: Record<string, { dependencies?: Record<string, string> }> } = JSON.parse(
    readFileSync(join(import.meta.dirname, "../../package-lock.json"), "utf8"),
  );
  const all = new Set(Object.keys(packed.manifest.dependencies));
  for (const name of all) {
    const { dependencies = {} } = lock.packages[`node_modules/${name}`] ?? {};
    for (const further of Object.keys(dependencies)) all.add(further);
  }
  // The clients of MySQL and PostgreSQL bring 25 of them.
  expect(all.size).toBeLessThanOrEqual(40);
});
