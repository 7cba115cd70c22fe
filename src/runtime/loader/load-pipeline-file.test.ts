import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { isZenError } from "../../domain/errors.js";
import type { ZenError } from "../../domain/errors.js";
import { importBundle } from "./load-bundle.js";
import { loadPipelineFile } from "./load-pipeline-file.js";
import { Project } from "./project.fixture.js";
import type { Files } from "./project.fixture.js";

const PIPELINE = `import { pipeline, step } from "zenml";\n`;
const TRAINING = `export const training = pipeline("training", () => undefined);\n`;

function load(project: Project, spec = "pipeline.ts") {
  return loadPipelineFile(spec, { cwd: project.folder, version: "1" });
}

async function exportsOf(files: Files, spec = "pipeline.ts"): Promise<Record<string, unknown>> {
  using project = new Project(files);
  const { bundleFile } = await load(project, spec);
  return importBundle(bundleFile);
}

async function failureOf(files: Files, spec = "pipeline.ts"): Promise<ZenError> {
  using project = new Project(files);
  try {
    await load(project, spec);
  } catch (error) {
    if (isZenError(error)) return error;
    throw error;
  }
  throw new Error("loading did not fail");
}

test("the only pipeline that is exported is loaded", async () => {
  using project = new Project({ "pipeline.ts": PIPELINE + TRAINING });
  const module = await load(project);
  expect(module.pipeline.name).toBe("training");
  expect(module.exportName).toBe("training");
  expect(module.sourceFile).toBe(project.path("pipeline.ts"));
});

test("a pipeline exported under two names is one pipeline", async () => {
  const text = `${PIPELINE}${TRAINING}export { training as again };`;
  using project = new Project({ "pipeline.ts": text });
  const module = await load(project);
  expect(module.pipeline.name).toBe("training");
});

test("one of several pipelines is named after the file", async () => {
  const text = `${PIPELINE}${TRAINING}export const scoring = pipeline("scoring", () => undefined);`;
  using project = new Project({ "pipeline.ts": text });
  const module = await load(project, "pipeline.ts:scoring");
  expect(module.pipeline.name).toBe("scoring");
});

test("the default export wins when it is a pipeline", async () => {
  const text = `${PIPELINE}${TRAINING}export default pipeline("main", () => undefined);`;
  using project = new Project({ "pipeline.ts": text });
  const module = await load(project);
  expect(module.pipeline.name).toBe("main");
});

test.for([
  ["pipeline.ts", `const answer: number = 42;\nexport const value = answer;`],
  ["pipeline.mts", `export const value: number = await Promise.resolve(42);`],
  ["pipeline.js", `export const value = 42;`],
  ["pipeline.mjs", `export const value = await Promise.resolve(42);`],
  [
    "pipeline.tsx",
    `const h = (_: string, p: { n: number }) => p.n;\nexport const value = <a n={42} />;`,
  ],
])("%s is loaded", async ([file, text]) => {
  const jsx = `{ "compilerOptions": { "jsx": "react", "jsxFactory": "h" } }`;
  const files = { [String(file)]: PIPELINE + TRAINING + text, "tsconfig.json": jsx };
  expect((await exportsOf(files, file))["value"]).toBe(42);
});

test("a CommonJS file may require built-ins, packages, JSON and its own folder", async () => {
  const exports = await exportsOf({
    "pipeline.ts": `${PIPELINE}${TRAINING}export { facts } from "./facts.cjs";`,
    "facts.cjs": `#!/usr/bin/env node
      "use strict";
      const { sep } = require("node:path");
      exports.facts = [sep, require("odd").value, require("./d.json").x, __dirname, __filename];`,
    "d.json": `{ "x": 3 }`,
    "node_modules/odd/package.json": `{ "name": "odd", "version": "1.0.0" }`,
    "node_modules/odd/index.js": `exports.value = 7;`,
  });
  const folder = expect.stringContaining("zenml-project-");
  expect(exports["facts"]).toEqual(["/", 7, 3, folder, expect.stringMatching(/\/facts\.cjs$/)]);
});

test("a file that makes its own require keeps it", async () => {
  const exports = await exportsOf({
    "pipeline.ts": `${PIPELINE}${TRAINING}
      import { createRequire } from "node:module";
      import { other } from "./other.cjs";
      const require = createRequire(import.meta.url);
      export const value = [require("./d.json").x, other];`,
    "other.cjs": `exports.other = require("node:path").sep;`,
    "d.json": `{ "x": 3 }`,
  });
  expect(exports["value"]).toEqual([3, "/"]);
});

test("each module keeps its own place", async () => {
  using project = new Project({
    "pipeline.ts": `${PIPELINE}${TRAINING}
      import { readFileSync } from "node:fs";
      export * from "./lib/place.js";
      export const url = import.meta.url;
      export const rows = readFileSync(new URL("./rows.csv", import.meta.url), "utf8");`,
    "lib/place.ts": `
      export const place = [import.meta.dirname, import.meta.filename, __dirname];
      export const beside = import.meta.resolve("./other.ts");
      export const found = import.meta.resolve("zenml");`,
    "rows.csv": "1,2\n",
  });
  const exports = await importBundle((await load(project)).bundleFile);
  const file = project.path("lib/place.ts");
  expect(exports["url"]).toBe(pathToFileURL(project.path("pipeline.ts")).href);
  expect(exports["rows"]).toBe("1,2\n");
  expect(exports["place"]).toEqual([project.path("lib"), file, project.path("lib")]);
  expect(exports["beside"]).toBe(pathToFileURL(project.path("lib/other.ts")).href);
  expect(exports["found"]).toBe(pathToFileURL(project.path("node_modules/zenml/index.js")).href);
});

test("paths of tsconfig.json, imports of package.json and linked TypeScript are followed", async () => {
  using project = new Project({
    "package.json": `{ "type": "module", "imports": { "#limits": "./src/limits.ts" } }`,
    "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
    "pipeline.ts": `${PIPELINE}${TRAINING}
      import { a } from "@/a.js";
      import { b } from "#limits";
      import { c } from "shared";
      export const values = [a, b, c];`,
    "src/a.ts": "export const a: number = 1;",
    "src/limits.ts": "export const b: number = 2;",
    "packages/shared/package.json": `{ "name": "shared", "version": "1.0.0", "main": "index.ts" }`,
    "packages/shared/index.ts": "export const c: number = 3;",
  });
  project.link("node_modules/shared", "packages/shared");
  const exports = await importBundle((await load(project)).bundleFile);
  expect(exports["values"]).toEqual([1, 2, 3]);
});

test("where the project does not have this package, the one that runs is used", async () => {
  using installed = new Project({});
  using project = new Project({ "pipeline.mjs": PIPELINE + TRAINING }, { isBare: true });
  const library = installed.path("node_modules/zenml/index.js");
  const options = { cwd: project.folder, version: "1", library };
  expect((await loadPipelineFile("pipeline.mjs", options)).pipeline.name).toBe("training");
});

test("a cache folder outside of the project still finds the project's packages", async () => {
  using project = new Project({ "pipeline.ts": PIPELINE + TRAINING });
  using elsewhere = new Project({}, { isBare: true });
  const cacheFolder = elsewhere.folder;
  const options = { cwd: project.folder, version: "1", cacheFolder };
  const library = project.path("node_modules/zenml/index.js");
  const module = await loadPipelineFile("pipeline.ts", { ...options, library });
  expect(module.bundleFile.startsWith(cacheFolder)).toBe(true);
  expect(module.pipeline.name).toBe("training");
});

test("a missing file is answered with the nearest one there", async () => {
  const error = await failureOf({ "pipeline.ts": "", "other.ts": "" }, "pipline.ts");
  expect(error.code).toBe("pipeline_file_not_found");
  expect(error.message).toBe("There is no file 'pipline.ts'.");
  expect(error.hint).toBe("zenml run pipeline.ts");
});

test.for([
  ["pipeline", "zenml run pipeline.ts"],
  ["pipeline.js", "zenml run pipeline.ts"],
  ["pipeline.js:training", "zenml run pipeline.ts"],
  ["nothing-like-it.ts", "Files there: pipeline.ts"],
  ["src/pipeline.ts", "The folder 'src' does not exist; ls shows what is here."],
  [".", "zenml run pipeline.ts"],
])("'%s' is not found, with a hint", async ([spec, hint]) => {
  const error = await failureOf({ "pipeline.ts": "" }, spec);
  expect(error.code).toBe("pipeline_file_not_found");
  expect(error.hint).toBe(hint);
});

test("a file in another language is refused by name", async () => {
  const error = await failureOf({ "pipeline.py": "" }, "pipeline.py");
  expect(error.code).toBe("pipeline_file_invalid");
  expect(error.message).toContain("'pipeline.py' is neither TypeScript nor JavaScript");
});

test("all errors of all files are listed with place and line", async () => {
  const error = await failureOf({
    "pipeline.ts": `import "./a.js";\nimport "./missing.js";\nimport "./b.js";`,
    "a.ts": "const x = ;\n",
    "b.ts": "let y = 1;\nlet y = 2;\n",
  });
  expect(error.code).toBe("pipeline_file_invalid");
  expect(error.message).toContain("'pipeline.ts' does not compile: 3 errors.");
  expect(error.message).toContain("a.ts:1:11: ");
  expect(error.message).toContain("b.ts:2:5: ");
  expect(error.message).toContain('pipeline.ts:2:8: Could not resolve "./missing.js"');
  expect(error.message).toContain("const x = ;");
  expect(error.details?.["errors"]).toHaveLength(3);
});

test("an imported data file is answered with the way to read it", async () => {
  const error = await failureOf({ "pipeline.ts": `import "./rows.csv";`, "rows.csv": "1" });
  expect(error.hint).toContain(`new URL("./data.csv", import.meta.url)`);
});

test("a module that throws is answered with the place in its source", async () => {
  const error = await failureOf({
    "pipeline.ts": `${PIPELINE}import { read } from "./lib/read.js";\nread();\n${TRAINING}`,
    "lib/read.ts": `interface Row {\n  x: number;\n}\nexport function read(): Row {\n  throw new TypeError("no rows");\n}`,
  });
  expect(error.code).toBe("pipeline_file_invalid");
  expect(error.message).toBe(
    "'pipeline.ts' failed while it was loaded: TypeError: no rows (lib/read.ts:5:9)",
  );
  expect(error.details?.["stack"]).toContain("pipeline.ts:3:1");
});

test("a package that is not installed is named with the line that imports it", async () => {
  const error = await failureOf({
    "pipeline.ts": `${PIPELINE}\nexport { fit } from "./fit.js";`,
    "fit.ts": `// forests\nimport { Forest } from "@ml/forest/tree";\nexport const fit = () => new Forest();`,
  });
  expect(error.message).toBe("'fit.ts:2' imports '@ml/forest', which is not installed.");
  expect(error.hint).toBe("npm install @ml/forest");
});

test("a name that a package does not export is told", async () => {
  const error = await failureOf({
    "pipeline.ts": `${PIPELINE}import { steps } from "zenml";\nexport const x = steps;`,
  });
  expect(error.message).toBe(
    "'pipeline.ts:1' imports 'steps' from 'zenml', which does not export it.",
  );
});

test("a file without an exported pipeline says what it exports", async () => {
  const error = await failureOf({
    "pipeline.ts": `${PIPELINE}export const load = step("load", () => 1);\nexport const size = 3;`,
  });
  expect(error.code).toBe("pipeline_not_exported");
  expect(error.message).toBe(
    "'pipeline.ts' exports no pipeline; it exports 'load' (a step), 'size' (a number).",
  );
});

test("several pipelines and none named: each is offered as a command", async () => {
  const error = await failureOf({
    "pipeline.ts": `${PIPELINE}${TRAINING}export const scoring = pipeline("scoring", () => undefined);`,
  });
  expect(error.code).toBe("ambiguous");
  expect(error.hint).toBe("zenml run pipeline.ts:scoring\nzenml run pipeline.ts:training");
});

test("an export that is no pipeline is told apart from one that is missing", async () => {
  const files = {
    "pipeline.ts": `${PIPELINE}${TRAINING}export const load = step("load", () => 1);`,
  };
  const wrong = await failureOf(files, "pipeline.ts:load");
  expect(wrong.message).toBe("'pipeline.ts' exports 'load', which is a step, not a pipeline.");
  const missing = await failureOf(files, "pipeline.ts:trainig");
  expect(missing.message).toContain("does not export 'trainig'");
  expect(missing.hint).toBe("zenml run pipeline.ts:training");
});
