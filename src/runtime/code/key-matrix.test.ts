import { expect, test } from "vitest";
import type { Files } from "../loader/project.fixture.js";
import { changedSteps, stepsOf } from "./step-keys.fixture.js";

const FILES = {
  "pipeline.ts": `
import { pipeline, step } from "zenml";
import { availableParallelism } from "node:os";
import { score } from "scores";
import { Color } from "./color.js";
import { clean } from "./lib/features.js";
import { Forest } from "./model.js";
import { readQuery } from "./query.cjs";
import settings from "./settings.json";

const LIMIT = 10;
let offset = 1;
offset = 2;

export const load = step("load", () => [1, 2, LIMIT]);
export const tidy = step("tidy", ({ rows }: { rows: number[] }) => {
  const cleaned = clean(rows);
  return cleaned;
});
export const train = step(
  "train",
  { description: "fits", settings: { cpu: 1 } },
  ({ tidy }: { tidy: number[] }) => new Forest(settings.trees).fit(tidy),
);
export const paint = step("paint", () => Color.Red);
export const rate = step("rate", ({ rows }: { rows: number[] }) => score(rows));
export const shift = step("shift", () => offset);
export const query = step("query", () => readQuery());
export const cores = step("cores", () => availableParallelism());
export const alone = step("alone", () => 42);
export const training = pipeline("training", () => train({ tidy: tidy({ rows: load() }) }));
`,
  "lib/features.ts": `
import { scale } from "./scale.js";
export function clean(rows: number[]): number[] {
  return rows.map((row) => scale(row));
}
export function unused(): number {
  return 1;
}
`,
  "lib/scale.ts": `export const scale = (value: number): number => value / 2;\n`,
  "model.ts": `
export class Forest {
  readonly #trees: number;
  constructor(trees: number) {
    this.#trees = trees;
  }
  fit(rows: number[]): number {
    return rows.length * this.#trees;
  }
}
`,
  "color.ts": `export enum Color { Red = 1, Blue = 2 }\n`,
  "settings.json": `{ "trees": 50 }`,
  "query.cjs": `exports.readQuery = () => "select 1";\n`,
  "node_modules/scores/package.json": `{ "name": "scores", "version": "2.1.0", "main": "index.js", "dependencies": { "sums": "*" } }`,
  "node_modules/scores/index.js": `exports.score = () => 1;`,
  "node_modules/sums/package.json": `{ "name": "sums", "version": "1.0.0", "main": "index.js" }`,
} satisfies Files;

type FileName = keyof typeof FILES;

/** What is replaced by what in which file, and the steps whose keys must change: no more, no fewer. */
const CASES: Readonly<
  Record<string, { file: FileName; from: string; to: string; changes: readonly string[] }>
> = {
  "a comment": { file: "pipeline.ts", from: "() => 42", to: "() => /* all */ 42", changes: [] },
  "a comment in a helper": {
    file: "lib/features.ts",
    from: "  return rows",
    to: "  // every row\n  return rows",
    changes: [],
  },
  formatting: {
    file: "pipeline.ts",
    from: "{ tidy }: { tidy: number[] }",
    to: "{\n  tidy,\n}: {\n  tidy: number[];\n}",
    changes: [],
  },
  "quotes and semicolons": {
    file: "query.cjs",
    from: `"select 1";`,
    to: `'select 1'`,
    changes: [],
  },
  "a type annotation": { file: "lib/scale.ts", from: "): number", to: "): any", changes: [] },
  "the name of a local variable": {
    file: "pipeline.ts",
    from: "const cleaned = clean(rows);\n  return cleaned;",
    to: "const result = clean(rows);\n  return result;",
    changes: [],
  },
  "the description and settings of a step": {
    file: "pipeline.ts",
    from: `description: "fits", settings: { cpu: 1 }`,
    to: `description: "fits trees", enable_cache: true, settings: { cpu: 2 }`,
    changes: [],
  },
  "the wiring": {
    file: "pipeline.ts",
    from: "() => train({ tidy: tidy({ rows: load() }) })",
    to: "() => tidy({ rows: load() })",
    changes: [],
  },
  "a function that nobody calls": {
    file: "lib/features.ts",
    from: "return 1",
    to: "return 2",
    changes: [],
  },
  "a new top-level name that a step uses locally": {
    file: "pipeline.ts",
    from: "const LIMIT = 10;",
    to: "const LIMIT = 10; const rows = [1]; export const cleaned = rows;",
    changes: [],
  },
  "a new helper of the same name in another file": {
    file: "color.ts",
    from: "export enum",
    to: "const scale = (x: number) => x; export const clean = scale(1); if (clean > 1) throw clean;\nexport enum",
    changes: [],
  },
  "the body of a step": {
    file: "pipeline.ts",
    from: "() => 42",
    to: "() => 43",
    changes: ["alone"],
  },
  "a helper": { file: "lib/features.ts", from: "rows.map", to: "rows.flatMap", changes: ["tidy"] },
  "the helper of a helper in another file": {
    file: "lib/scale.ts",
    from: "value / 2",
    to: "value / 3",
    changes: ["tidy"],
  },
  "a constant": { file: "pipeline.ts", from: "LIMIT = 10", to: "LIMIT = 11", changes: ["load"] },
  "an assignment to a variable": {
    file: "pipeline.ts",
    from: "offset = 2",
    to: "offset = 3",
    changes: ["shift"],
  },
  "an enum": { file: "color.ts", from: "Red = 1", to: "Red = 3", changes: ["paint"] },
  "a method": { file: "model.ts", from: "rows.length *", to: "rows.length +", changes: ["train"] },
  "a private field": { file: "model.ts", from: "= trees", to: "= trees + 1", changes: ["train"] },
  "an imported JSON file": { file: "settings.json", from: "50", to: "80", changes: ["train"] },
  "a CommonJS file": { file: "query.cjs", from: "select 1", to: "select 2", changes: ["query"] },
  "the version of a package": {
    file: "node_modules/scores/package.json",
    from: "2.1.0",
    to: "2.1.1",
    changes: ["rate"],
  },
  "the version of a package's dependency": {
    file: "node_modules/sums/package.json",
    from: "1.0.0",
    to: "1.0.1",
    changes: ["rate"],
  },
  "the name of a step": {
    file: "pipeline.ts",
    from: `step("alone"`,
    to: `step("lonely"`,
    changes: ["alone"],
  },
  "which of two names is used": {
    file: "pipeline.ts",
    from: "[1, 2, LIMIT]",
    to: "[1, 2, offset]",
    changes: ["load"],
  },
};

test("the same project elsewhere gives the same keys, and none is uncacheable", async () => {
  const [one, other] = [await stepsOf(FILES), await stepsOf(FILES)];
  expect(changedSteps(one, other)).toEqual([]);
  expect(Object.keys(one)).toHaveLength(9);
});

test.for(Object.entries(CASES))(
  "changing %s changes exactly the keys that it must",
  async (entry) => {
    const [, { file, from, to, changes }] = entry;
    const text: string = FILES[file];
    expect(text).toContain(from);
    const before = await stepsOf(FILES);
    const after = await stepsOf({ ...FILES, [file]: text.replace(from, to) });
    expect(changedSteps(before, after)).toEqual(changes);
  },
);

test("the record names file and declaration", async () => {
  const { tidy, rate, cores } = await stepsOf(FILES);
  expect(Object.keys(tidy?.parts.code ?? {})).toEqual([
    "lib/features.ts:clean",
    "lib/scale.ts:scale",
    "pipeline.ts:step(tidy)",
  ]);
  expect(rate?.parts.packages).toEqual({ scores: "2.1.0", sums: "1.0.0" });
  expect(Object.keys(cores?.parts.packages ?? {})).toEqual(["node"]);
});
