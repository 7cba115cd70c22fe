import { utimesSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { StepDefinition } from "../definition.js";
import { Project } from "../loader/project.fixture.js";
import type { Files } from "../loader/project.fixture.js";
import { indexFromSource } from "./index-from-source.js";
import { stepOf } from "./step-keys.fixture.js";

const FILES = {
  "node_modules/script/main.mjs": `import { step } from "zenml";
import { clean } from "./clean.mjs";
export const load = step("load", () => 1);
export const tidy = step("tidy", ({ rows }) => clean(rows));
const all = {};
for (const kind of ["big"]) all[kind] = step(\`train_\${kind}\`, () => 2);
export const big = all.big;
await Promise.resolve();
`,
  "node_modules/script/clean.mjs": "export const clean = (rows) => rows;\n",
};

/** Scripts lie below node_modules here so that the test runner leaves them to Node. */
async function run(files: Files = FILES) {
  const project = new Project(files);
  const path = project.path("node_modules/script/main.mjs");
  // As in a program that was written before it was started.
  for (const name of Object.keys(files)) utimesSync(project.path(name), 1, 1);
  const exports: Record<string, unknown> = await import(pathToFileURL(path).href);
  const code = () =>
    indexFromSource(
      { name: "training", source: { file: path, line: 1, column: 1 } },
      { cwd: project.folder, version: "1" },
    );
  const step = (name: string): StepDefinition => {
    const definition = stepOf(exports[name]);
    if (definition === undefined) throw new Error(`no step '${name}'`);
    return definition;
  };
  return { project, code, step, [Symbol.dispose]: () => project[Symbol.dispose]() };
}

test("a step of a running script is found by the place of its call", async () => {
  using script = await run();
  const { code, step } = script;
  const parts = (await code()).partsOf(step("tidy"));
  expect(parts.uncacheable).toBeNull();
  expect(Object.keys(parts.code)).toEqual([
    "node_modules/script/clean.mjs:clean",
    "node_modules/script/main.mjs:step(tidy)",
  ]);
});

test("also when its name is computed", async () => {
  using script = await run();
  const { code, step } = script;
  const parts = (await code()).partsOf(step("big"));
  expect(Object.keys(parts.code)).toEqual(["node_modules/script/main.mjs:step(train_big)"]);
});

test("a file that changed after the process had loaded it is not what runs", async () => {
  using script = await run();
  const { code, step, project } = script;
  project.write({ "node_modules/script/clean.mjs": "export const clean = () => [];\n" });
  const { uncacheable } = (await code()).partsOf(step("load"));
  expect(uncacheable).toContain("was changed after this process had loaded it");
});

test("a file that cannot be bundled makes its steps uncacheable with the reason", async () => {
  using script = await run();
  const { code, step, project } = script;
  project.write({ "node_modules/script/clean.mjs": "export const clean = ;\n" });
  const { uncacheable } = (await code()).partsOf(step("load"));
  expect(uncacheable).toMatch(/could not be read as code .*does not compile/);
});

test("a pipeline whose file is not known has uncacheable steps", async () => {
  using script = await run();
  const { step, project } = script;
  const code = await indexFromSource(
    { name: "training", source: null },
    { cwd: project.folder, version: "1" },
  );
  expect(code.partsOf(step("load")).uncacheable).toContain("the file of pipeline 'training'");
});
