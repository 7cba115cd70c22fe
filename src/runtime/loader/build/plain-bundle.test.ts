import { mkdirSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { Project } from "../project.fixture.js";
import type { Files } from "../project.fixture.js";
import { beginBundling } from "./begin-bundling.js";
import { bundleWithPlugins } from "./bundle-with-plugins.js";
import { plainBundle } from "./plain-bundle.js";

const DEPENDENCY = {
  "node_modules/dep/package.json": '{ "name": "dep", "version": "1.0.0", "main": "index.js" }',
  "node_modules/dep/index.js": "exports.three = 3;",
};

/** The bundle of `pipeline.ts` in both ways. */
async function both(project: Project, library?: string) {
  const folder = project.path("node_modules/.cache/zenml/pipeline");
  mkdirSync(folder, { recursive: true });
  const file = project.path("pipeline.ts");
  const options = { file, folder, projectRoot: project.folder, cwd: project.folder, library };
  const bundled = await beginBundling(options);
  return {
    plain: bundled === undefined ? undefined : plainBundle(bundled, options),
    full: await bundleWithPlugins(options).catch(() => undefined),
    left: readdirSync(folder),
  };
}

test.for<[string, Files]>([
  [
    "one file",
    { "pipeline.ts": `import { step } from "zenml";\nexport const a = step("ä", () => 1);` },
  ],
  [
    "files, data, built-ins and a package",
    {
      ...DEPENDENCY,
      "pipeline.ts": `import { three } from "dep";\nimport { readFileSync } from "node:fs";\nimport data from "./lib/data.json";\nimport { clean } from "./lib/clean.js";\nexport const value = [clean(data), three, readFileSync];`,
      "lib/clean.ts": `import type { Any } from "./types.js";\nexport const clean = (value: Any): Any => value;`,
      "lib/types.ts": "export type Any = unknown;",
      "lib/data.json": `{ "a": [1] }`,
    },
  ],
  [
    "CommonJS",
    {
      ...DEPENDENCY,
      "pipeline.ts": `export { four } from "./four.cjs";`,
      "four.cjs": `exports.four = 1 + require("dep").three;`,
    },
  ],
])("%s: both ways make the same", async ([, files]) => {
  using project = new Project(files);
  const { plain, full, left } = await both(project);
  expect(plain).toBeDefined();
  expect({ text: plain?.text, map: plain?.map }).toEqual({ text: full?.text, map: full?.map });
  expect(plain?.metafile.inputs).toEqual(full?.metafile.inputs);
  expect([...(plain?.contents ?? [])].map(asText).sort()).toEqual(
    [...(full?.contents ?? [])].map(asText).sort(),
  );
  expect(left).toEqual([]);
});

function asText([path, content]: [string, Uint8Array]): [string, string] {
  return [path, new TextDecoder().decode(content)];
}

test.for<[string, Files, string?]>([
  ["a module that asks for its place", { "pipeline.ts": "export const at = import.meta.url;" }],
  [
    "a name of tsconfig.json",
    {
      "pipeline.ts": `export * from "own";`,
      "own.ts": "export const own = 1;",
      "tsconfig.json": `{ "compilerOptions": { "paths": { "own": ["./own.ts"] } } }`,
    },
  ],
  [
    "a package beside a module, not beside the bundle",
    {
      "pipeline.ts": `export * from "./lib/clean.js";`,
      "lib/clean.ts": `export * from "inner";`,
      "lib/node_modules/inner/package.json": '{ "name": "inner", "main": "index.js" }',
      "lib/node_modules/inner/index.js": "exports.inner = 1;",
    },
  ],
  ["a package that is missing", { "pipeline.ts": `export * from "nowhere";` }],
  [
    "code in an address",
    { "pipeline.ts": `export * from "data:text/javascript,export let a = 1";` },
  ],
  [
    "a computed import",
    {
      "pipeline.ts": "export const load = (name: string) => import(`./lib/${name}.ts`);",
      "lib/one.ts": "export const one = 1;",
    },
  ],
  [
    "a file of types alone, whose content is not known",
    { "pipeline.ts": `export * from "./types.js";`, "types.ts": "export type A = 1;" },
  ],
])("%s needs the plugins", async ([, files]) => {
  using project = new Project(files);
  const { plain, full } = await both(project);
  expect(plain).toBeUndefined();
  expect(full).toBeDefined();
});

test("a linked package of TypeScript needs the plugins", async () => {
  using project = new Project({
    "pipeline.ts": `export * from "linked";`,
    "packages/linked/package.json": '{ "name": "linked", "main": "index.ts" }',
    "packages/linked/index.ts": "export const linked: number = 1;",
  });
  project.link("node_modules/linked", "packages/linked");
  const { plain, full } = await both(project);
  expect(plain).toBeUndefined();
  expect(full?.text).toContain("linked = 1");
});

test("where the project does not have this package, the plugins name the one that runs", async () => {
  using project = new Project(
    { "pipeline.ts": `export { step } from "zenml";`, "package.json": "{}" },
    { isBare: true },
  );
  const { plain, full } = await both(project, project.path("dist/index.js"));
  expect(plain).toBeUndefined();
  expect(full?.text).toContain("dist/index.js");
});

test("a file that does not compile leaves nothing behind", async () => {
  using project = new Project({ "pipeline.ts": "const = 1;" });
  expect(await both(project)).toEqual({ plain: undefined, full: undefined, left: [] });
});
