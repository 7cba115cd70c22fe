// Time is measured by the benchmarks; here is what time comes from and can be counted.
import { describe, expect, test } from "vitest";
import { loadedBy } from "./start-up.js";

const KB = 1024;

describe.each([["--help"], ["--version"], ["run", "--help"]])("zenml %s %s", (...args) => {
  test("loads a few small files and no package", async () => {
    const { files, bytes, packages } = await loadedBy(args.filter(Boolean));
    expect(packages).toEqual([]);
    expect(files.length).toBeLessThanOrEqual(8);
    expect(bytes).toBeLessThan(64 * KB);
  });
});

describe("zenml stack list", () => {
  test("loads neither the compiler of pipelines nor tables of numbers", async () => {
    const { files, bytes, packages } = await loadedBy(["stack", "list"]);
    for (const heavy of ["esbuild", "acorn", "apache-arrow"]) expect(packages).not.toContain(heavy);
    expect(files.length).toBeLessThanOrEqual(40);
    expect(bytes).toBeLessThan(1024 * KB);
  });
});
