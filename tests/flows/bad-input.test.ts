// Each bad input ends with a sentence that says what was found and one that says what to do; never
// with a stack trace, never with a half-made record.
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorkspace } from "./workspace.js";
import type { Answer, Workspace } from "./workspace.js";

const GOOD = `
import { pipeline, step } from "zenml";
const load = step("load", () => [3, 1, 2]);
const sort = step("sort", ({ numbers }: { numbers: number[] }) => numbers.toSorted());
export const sorting = pipeline("sorting", () => sort({ numbers: load() }));
`;

const FILES = {
  "good.ts": GOOD,
  "broken.ts": `import { pipeline } from "zenml";\nexport const p = pipeline("p", () => {\n  const = 1;\n});\n`,
  "none.ts": `export const training = 5;\nexport function helper() {}\n`,
  "several.ts": `
import { pipeline, step } from "zenml";
const a = step("a", () => 1);
export const first = pipeline("first", () => a());
export const second = pipeline("second", () => a());
`,
  "throws.ts": `import { readFileSync } from "node:fs";\n\nreadFileSync("/nowhere/at/all");\nexport const x = 1;\n`,
  "same-name.ts": `
import { pipeline, step } from "zenml";
const one = step("load", () => 1);
const two = step("load", () => 2);
export const p = pipeline("p", () => { one(); two(); });
`,
  "cycle.ts": `
import { pipeline, step } from "zenml";
const one = step("one", () => 1);
export const p = pipeline("p", () => { one(); p.run(); });
`,
  "params.ts": `
import { pipeline, step } from "zenml";
import * as z from "zod";
const train = step("train", { params: z.object({ trees: z.number(), depth: z.number() }) }, (_, { params }) => params.trees);
export const p = pipeline("p", { params: z.object({ trees: z.number().max(100), depth: z.number() }) }, ({ params }) => train({}, { params }));
`,
  "no-materializer.ts": `
import { pipeline, step } from "zenml";
class Model { weights = [1]; }
const train = step("train", () => new Model());
export const p = pipeline("p", () => train());
`,
  "maps.ts": `
import { pipeline, step } from "zenml";
const list = step("list", () => [1, 2]);
const number = step("number", () => 3);
const work = step("work", ({ x }: { x: number }) => x);
const pair = step("pair", ({ x, y }: { x: number; y: number }) => x + y);
export const maps = pipeline("maps", () => {
  work.map({ x: number() as never });
  pair.map({ x: list(), y: [1, 2, 3] });
});
`,
  "unknown.yaml": "enable_cahce: false\nsteps:\n  srt:\n    enable_cache: true\n",
  "nonsense.yaml": "enable_cache: [true\nname: x\n",
};

let space: Workspace;
beforeAll(async () => {
  space = await makeWorkspace(FILES);
});
afterAll(() => space.remove());

function expectHelp(answer: Answer, code: number, ...parts: readonly (string | RegExp)[]): void {
  for (const part of parts) expect(answer.stderr).toMatch(part);
  expect(answer.stderr).toContain("Error: ");
  expect(answer.stderr).not.toMatch(/^\s+at .*(node:internal|zenml\/dist)/m);
  expect(answer.stdout).toBe("");
  expect(answer.code).toBe(code);
}

const CASES: readonly (readonly [
  string,
  readonly string[],
  number,
  readonly (string | RegExp)[],
])[] = [
  ["a file that does not exist", ["run", "god.ts"], 1, ["god.ts", "good.ts"]],
  ["a file that does not compile", ["run", "broken.ts"], 1, [/broken\.ts:3:\d+/]],
  ["a file that exports no pipeline", ["run", "none.ts"], 1, ["none.ts", "training"]],
  [
    "a file that exports several",
    ["run", "several.ts"],
    1,
    ["first", "second", "zenml run several.ts:first"],
  ],
  ["an export that does not exist", ["run", "several.ts:frist"], 1, ["frist", "first"]],
  ["a file that throws while it is loaded", ["run", "throws.ts"], 1, [/throws\.ts:3/, "ENOENT"]],
  [
    "two different steps of one name",
    ["run", "same-name.ts"],
    1,
    ["load", /same-name\.ts:3/, /same-name\.ts:4/],
  ],
  ["a pipeline that runs itself", ["run", "cycle.ts"], 1, ["'p'", "runs itself"]],
  [
    "params that are wrong, all at once",
    ["run", "params.ts", "--param", "trees=500"],
    1,
    ["trees", "depth"],
  ],
  ["a param without a value", ["run", "params.ts", "--param", "trees"], 2, ["trees", "NAME=VALUE"]],
  ["an unknown flag", ["run", "good.ts", "--no-cach"], 2, ["no-cach", "--no-cache"]],
  ["an unknown command", ["rnu", "good.ts"], 2, ["rnu", "run"]],
  ["an unknown verb", ["stack", "lst"], 2, ["lst", "list"]],
  [
    "unknown keys in a configuration file",
    ["run", "good.ts", "--config", "unknown.yaml"],
    1,
    ["enable_cahce", "enable_cache", "unknown.yaml"],
  ],
  [
    "a configuration file that is no YAML",
    ["run", "good.ts", "--config", "nonsense.yaml"],
    1,
    [/nonsense\.yaml:\d+:\d+/],
  ],
  [
    "a configuration file that does not exist",
    ["run", "good.ts", "--config", "none.yaml"],
    1,
    ["none.yaml"],
  ],
  ["a run that does not exist", ["run", "describe", "none"], 1, ["none"]],
  ["an unknown stack", ["run", "good.ts", "--stack", "gpu"], 1, ["gpu", "default"]],
];

test.each(CASES)("%s is explained", async (_what, args, code, parts) => {
  expectHelp(await space.zenml(...args), code, ...parts);
});

test("unknown step names in a configuration file are explained with the nearest", async () => {
  await space.write("steps.yaml", "steps:\n  srt:\n    enable_cache: false\n");
  expectHelp(await space.zenml("run", "good.ts", "--config", "steps.yaml"), 1, "srt", "sort");
});

test("nothing of all this has left a run behind", async () => {
  expect(await space.json("run", "list")).toEqual([]);
});

test("a map over what is no collection, or over unequal ones, fails as a map and is counted", async () => {
  const answer = await space.zenml("run", "maps.ts", "--name", "maps");
  expect(answer.code).toBe(1);
  expect(answer.stdout).toContain("(2 completed, 2 failed)");
  const told = answer.stderr.split("\n");
  expect(told[told.indexOf("Map 'work' failed") + 1]).toContain("a value of type number");
  expect(told[told.indexOf("Map 'work' failed") + 2]).toBe("  inputs: x = number.output");
  expect(told[told.indexOf("Map 'pair' failed") + 1]).toContain("'x' has 2 elements, 'y' 3");
  const watched = await space.zenml("run", "watch", "maps");
  expect(watched.stdout + watched.stderr).toContain("(2 completed, 2 failed)");
});

test("a value without a materializer is refused by step, output and type", async () => {
  const answer = await space.zenml("run", "no-materializer.ts");
  expect(answer.code).toBe(1);
  expect(answer.stderr).toMatch(/Step 'train' failed/);
  for (const part of ["'train'", "'output'", "Model"]) expect(answer.stderr).toContain(part);
});

const STORES = {
  local: (folder: string) => `file://${folder}/store`,
  sql: (folder: string) => `sqlite:///${folder}/store.db`,
};

test("a corrupt database is named and left as it is", async () => {
  const file = join(space.folder, "corrupt.db");
  await writeFile(file, "this is not a database, and long enough to be sure of it".repeat(50));
  const before = await readFile(file);
  const url = `sqlite:///${file}`;
  expectHelp(await space.zenmlIn({ ZENML_STORE_URL: url }, "stack", "list"), 1, "corrupt.db");
  expect(await readFile(file)).toEqual(before);
});

test.each(["local", "sql"] as const)("a %s store of a newer version is refused", async (type) => {
  const folder = join(space.folder, `newer-${type}`);
  await mkdir(folder);
  const env = { ZENML_STORE_URL: STORES[type](folder) };
  expect((await space.zenmlIn(env, "stack", "list")).code).toBe(0);
  if (type === "local") {
    await writeFile(join(folder, "store", "zenml-store.yaml"), "format_version: 999\n");
  } else {
    const { DatabaseSync } = await import("@photostructure/sqlite");
    const database = new DatabaseSync(join(folder, "store.db"));
    database.exec("update zen_meta set value = '999' where key = 'schema_version'");
    database.close();
  }
  expectHelp(await space.zenmlIn(env, "stack", "list"), 1, /newer/, "999");
});

test("a database that another process holds is named after a while", async () => {
  const { DatabaseSync } = await import("@photostructure/sqlite");
  const env = { ZENML_STORE_URL: `sqlite:///${space.folder}/held.db` };
  expect((await space.zenmlIn(env, "stack", "list")).code).toBe(0);
  const database = new DatabaseSync(join(space.folder, "held.db"));
  database.exec("begin immediate");
  const answer = await space.zenmlIn(env, "run", "good.ts");
  database.exec("rollback");
  database.close();
  expectHelp(answer, 1, "held.db", /locked/);
});

test("a settings file that is corrupt is named by line and left as it is", async () => {
  const other = await makeWorkspace({ "good.ts": GOOD });
  await mkdir(other.config, { recursive: true });
  const file = join(other.config, "zenml.yaml");
  await writeFile(file, "profiles: [\n  - nonsense: {\n");
  expectHelp(await other.zenml("stack", "list"), 1, /zenml\.yaml:\d+:\d+/);
  expect(await readFile(file, "utf8")).toBe("profiles: [\n  - nonsense: {\n");
  await chmod(file, 0o600);
  await other.remove();
});
