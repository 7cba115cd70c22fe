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

describe("zenml stack list, when nothing changed since the last time", () => {
  test("loads few files and none for YAML, SQL or pipelines", async () => {
    const { files, bytes, packages } = await loadedBy(["stack", "list"]);
    expect(packages).toEqual([]);
    expect(files.length).toBeLessThanOrEqual(12);
    expect(bytes).toBeLessThan(200 * KB);
  });

  test("makes no stream of Node's for an answer that nobody reads", async () => {
    expect((await loadedBy(["stack", "list"])).builtins).not.toContain("stream");
  });
});
