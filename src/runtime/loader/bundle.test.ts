import { existsSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { bundleOf } from "./bundle.js";
import type { Bundle } from "./bundle.js";
import { Project } from "./project.fixture.js";

const FILES = {
  "pipeline.ts": `import { clean } from "./lib/clean.js";\nexport const value = clean(1);`,
  "lib/clean.ts": "export const clean = (value: number): number => value + 1;",
};

function bundle(project: Project, options: { version?: string; isDebugging?: boolean } = {}) {
  const { version = "1", isDebugging = false } = options;
  return bundleOf(project.path("pipeline.ts"), { cwd: project.folder, version, isDebugging });
}

/** Whether the second is the first, kept: each bundling notes when it read its inputs. */
function isKept(first: Bundle, second: Bundle): boolean {
  return first.record.read === second.record.read && first.file === second.file;
}

test("a bundle is kept while nothing changes", async () => {
  using project = new Project(FILES);
  const [first, second] = [await bundle(project), await bundle(project)];
  expect(isKept(first, second)).toBe(true);
});

test("a bundle is kept when a file is written again with the same text", async () => {
  using project = new Project(FILES);
  const first = await bundle(project);
  project.write(FILES);
  utimesSync(project.path("pipeline.ts"), 1, 1);
  expect(isKept(first, await bundle(project))).toBe(true);
});

test("a change of the same length, at once, with the old time put back, is seen", async () => {
  using project = new Project(FILES);
  utimesSync(project.path("lib/clean.ts"), 1, 1);
  const first = await bundle(project);
  project.write({ "lib/clean.ts": FILES["lib/clean.ts"].replace("+ 1", "+ 2") });
  utimesSync(project.path("lib/clean.ts"), 1, 1);
  const second = await bundle(project);
  expect(isKept(first, second)).toBe(false);
  expect(readFileSync(second.file, "utf8")).toContain("+ 2");
});

test.for([
  ["a file that an import would mean first", { "lib/clean.js": "export const clean = () => 9;" }],
  ["a new tsconfig.json", { "lib/tsconfig.json": "{}" }],
  ["a changed package.json", { "package.json": `{ "type": "module", "sideEffects": false }` }],
] as const)("%s bundles anew", async ([, files]) => {
  using project = new Project(FILES);
  const first = await bundle(project);
  project.write(files);
  expect(isKept(first, await bundle(project))).toBe(false);
});

test("a change of settings that settings extend bundles anew", async () => {
  using project = new Project({
    ...FILES,
    "tsconfig.json": `{ // comments are allowed\n "extends": ["./base", "shared-config"], }`,
    "base.json": "{}",
    "node_modules/shared-config/tsconfig.json": "{}",
  });
  const first = await bundle(project);
  project.write({ "node_modules/shared-config/tsconfig.json": `{ "compilerOptions": {} }` });
  const second = await bundle(project);
  project.write({ "base.json": `{ "compilerOptions": {} }` });
  expect(isKept(first, second)).toBe(false);
  expect(isKept(second, await bundle(project))).toBe(false);
});

test("another version of this package bundles anew", async () => {
  using project = new Project(FILES);
  const first = await bundle(project);
  expect(isKept(first, await bundle(project, { version: "2" }))).toBe(false);
});

test("a new file that a computed import may choose is found", async () => {
  using project = new Project({
    "pipeline.ts": `export const load = (name: string) => import(\`./models/\${name}.ts\`);`,
    "models/small.ts": "export const size = 1;",
  });
  await bundle(project);
  project.write({ "models/large.ts": "export const size = 2;" });
  const { file } = await bundle(project);
  expect(readFileSync(file, "utf8")).toContain("models/large.ts");
});

test.for(["bundle.json", "bundle"])(
  "a damaged or missing %s only costs bundling again",
  async (what) => {
    using project = new Project(FILES);
    const first = await bundle(project);
    if (what === "bundle") rmSync(first.file);
    else writeFileSync(join(dirname(first.file), what), `{ "format": 1`);
    const second = await bundle(project);
    expect(isKept(first, second)).toBe(false);
    expect(existsSync(second.file)).toBe(true);
  },
);

test("many at once leave one whole bundle and nothing half-written", async () => {
  using project = new Project(FILES);
  const bundles = await Promise.all(Array.from({ length: 8 }, () => bundle(project)));
  expect(new Set(bundles.map(({ file }) => file)).size).toBe(1);
  const names = readdirSync(dirname(bundles[0]?.file ?? ""));
  expect(names.filter((name) => name.startsWith("."))).toEqual([]);
  expect(names).toHaveLength(4);
});

test("a bundle lies below node_modules, and where debuggers look when one can attach", async () => {
  using project = new Project(FILES);
  const [usual, debugged] = [await bundle(project), await bundle(project, { isDebugging: true })];
  expect(usual.file.startsWith(project.path("node_modules/.cache/zenml/"))).toBe(true);
  expect(debugged.file.startsWith(project.path(".zen/cache/"))).toBe(true);
  expect(readFileSync(project.path(".zen/cache/.gitignore"), "utf8")).toBe("*\n");
});

test("without node_modules a bundle lies in the project", async () => {
  using project = new Project({ ...FILES, "package.json": "{}" }, { isBare: true });
  const { file } = await bundle(project);
  expect(file.startsWith(project.path(".zen/cache/"))).toBe(true);
});

test("the source map leads from the bundle to lines of the sources", async () => {
  using project = new Project(FILES);
  const { file } = await bundle(project);
  const text = readFileSync(file, "utf8");
  const map = JSON.parse(readFileSync(`${file}.map`, "utf8"));
  expect(text).toContain(`//# sourceMappingURL=${file.split("/").at(-1)}.map`);
  expect(map.sources).toContain(`file://${project.path("lib/clean.ts")}`);
});
