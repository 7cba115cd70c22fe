import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { expect, test } from "vitest";
import config from "../../vitest.config.js";

const root = join(import.meta.dirname, "../..");

/** The folders whose tests are run, as the configuration names them: `src`, `tests/flows`. */
const covered = (config.test?.projects ?? []).flatMap((project) => {
  if (typeof project !== "object" || !("test" in project)) return [];
  return (project.test?.include ?? []).map((pattern) => pattern.slice(0, pattern.indexOf("/*")));
});

test("every test file is run by a project", () => {
  const files = ["src", "tests", "scripts", "examples", "benchmarks"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.test\.[cm]?[jt]sx?$/.test(file) && !file.includes("node_modules"))
      .map((file) => join(folder, file).split(sep).join("/")),
  );
  const orphans = files.filter((file) => !covered.some((folder) => file.startsWith(`${folder}/`)));
  expect(orphans).toEqual([]);
  expect(files.length).toBeGreaterThan(10);
});
