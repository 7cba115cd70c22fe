// Places where code hides: each has to be seen where it matters, and only there.
import { expect, test } from "vitest";
import type { Files } from "../loader/project.fixture.js";
import { changedSteps, stepsOf } from "./step-keys.fixture.js";

interface Case {
  readonly files: Files;
  readonly file?: string;
  readonly from: string;
  readonly to: string;
  /** Default: `reader`. */
  readonly changes?: readonly string[];
}

const HEAD = `import { step } from "zenml";\n`;
const TAIL = `\nexport const other = step("other", () => 1);\n`;

function pipeline(body: string, more: Files = {}): Files {
  return { "pipeline.ts": `${HEAD}${body}${TAIL}`, ...more };
}

const NOTHING: readonly string[] = [];

const CASES: Readonly<Record<string, Case>> = {
  "the default of a parameter": {
    files: pipeline(`
      const half = (value: number, by = 2) => value / by;
      export const reader = step("reader", () => half(4));`),
    from: "by = 2",
    to: "by = 3",
  },
  "the default of a step's own input": {
    files: pipeline(
      `export const reader = step("reader", ({ rows = [1] }: { rows?: number[] }) => rows.length);`,
    ),
    from: "[1]",
    to: "[1, 2]",
  },
  "the text of a template": {
    files: pipeline(`
      const hello = (name: string) => \`hello \${name}!\`;
      export const reader = step("reader", () => hello("x"));`),
    from: "hello $",
    to: "hi $",
  },
  "a tag of a template": {
    files: pipeline(`
      const sql = (parts: TemplateStringsArray) => parts.join("?") + "1";
      export const reader = step("reader", () => sql\`select\`);`),
    from: `"1"`,
    to: `"2"`,
  },
  "a regular expression's flags": {
    files: pipeline(`
      const WORDS = /a+/g;
      export const reader = step("reader", () => "aa".match(WORDS)?.length);`),
    from: "/a+/g",
    to: "/a+/gi",
  },
  "a function that is exported again, also under another name": {
    files: pipeline(
      `import { tidy } from "./index.js";
      export const reader = step("reader", () => tidy(1));`,
      {
        "index.ts": `export { clean as tidy } from "./clean.js";\nexport * from "./more.js";`,
        "clean.ts": "export const clean = (row: number) => row + 1;",
        "more.ts": "export const more = 1;",
      },
    ),
    file: "clean.ts",
    from: "row + 1",
    to: "row + 2",
  },
  "which function a name is exported again as": {
    files: pipeline(
      `import { tidy } from "./index.js";
      export const reader = step("reader", () => tidy(1));`,
      {
        "index.ts": `export { clean as tidy } from "./clean.js";`,
        "clean.ts":
          "export const clean = (row: number) => row + 1;\nexport const wash = (row: number) => row - 1;",
      },
    ),
    file: "index.ts",
    from: "clean as tidy",
    to: "wash as tidy",
  },
  "what is exported again beside it": {
    files: pipeline(
      `import { tidy } from "./index.js";
      export const reader = step("reader", () => tidy(1));`,
      {
        "index.ts": `export { clean as tidy } from "./clean.js";\nexport * from "./more.js";`,
        "clean.ts": "export const clean = (row: number) => row + 1;",
        "more.ts": "export const more = 1;",
      },
    ),
    file: "more.ts",
    from: "1",
    to: "2",
    changes: NOTHING,
  },
  "a file that is imported while the step runs": {
    files: pipeline(
      `export const reader = step("reader", async () => (await import("./late.js")).late());`,
      { "late.ts": "export const late = () => 1;" },
    ),
    file: "late.ts",
    from: "() => 1",
    to: "() => 2",
  },
  "all of a module by one name": {
    files: pipeline(
      `import * as tools from "./tools.js";
      export const reader = step("reader", () => tools.clean(1));`,
      { "tools.ts": "export const clean = (row: number) => row + 1;" },
    ),
    file: "tools.ts",
    from: "row + 1",
    to: "row + 2",
  },
  "a class that is extended": {
    files: pipeline(`
      class Base { size() { return 1; } }
      class Tree extends Base {}
      export const reader = step("reader", () => new Tree().size());`),
    from: "return 1",
    to: "return 2",
  },
  "a static block": {
    files: pipeline(`
      class Limits { static most: number; static { Limits.most = 1; } }
      export const reader = step("reader", () => Limits.most);`),
    from: "most = 1",
    to: "most = 2",
  },
  "a getter and a computed name": {
    files: pipeline(`
      const KEY = "size";
      const box = { get [KEY]() { return 1; } };
      export const reader = step("reader", () => box.size);`),
    from: `"size";`,
    to: `"length";`,
  },
  "a decorator of a class": {
    files: pipeline(`
      const marked = (target: new () => object) => Object.assign(target, { mark: 1 });
      @marked class Model { n = 1; }
      export const reader = step("reader", () => (Model as any).mark);`),
    from: "mark: 1",
    to: "mark: 2",
  },
  "state of the module that a closure keeps": {
    files: pipeline(`
      const counter = (() => { let start = 5; return () => start; })();
      export const reader = step("reader", () => counter());`),
    from: "start = 5",
    to: "start = 6",
  },
  "a function that a function returns": {
    files: pipeline(`
      const scaler = (by: number) => (value: number) => value * by;
      const double = scaler(2);
      export const reader = step("reader", () => double(1));`),
    from: "scaler(2)",
    to: "scaler(3)",
  },
  "a constant enum": {
    files: pipeline(`
      const enum Size { Small = 1 }
      export const reader = step("reader", () => Size.Small);`),
    from: "Small = 1",
    to: "Small = 2",
  },
  "a member of an enum that is not used": {
    files: pipeline(`
      enum Size { Small = 1, Large = 2 }
      export const reader = step("reader", () => Size.Small);`),
    from: "Large = 2",
    to: "Large = 3",
    changes: NOTHING,
  },
  "an interface and a type": {
    files: pipeline(`
      interface Row { mass: number }
      type Rows = Row[];
      export const reader = step("reader", ({ rows }: { rows: Rows }) => rows.length as number);`),
    from: "mass: number",
    to: "mass: string; name: string",
    changes: NOTHING,
  },
  "an import of types alone": {
    files: pipeline(
      `import type { Row } from "./row.js";
      export const reader = step("reader", (inputs: { row: Row }) => inputs.row);`,
      { "row.ts": "export interface Row { mass: number }" },
    ),
    file: "row.ts",
    from: "mass",
    to: "weight",
    changes: NOTHING,
  },
  "'satisfies', 'as' and '!'": {
    files: pipeline(`
      const limits = { most: 1 };
      export const reader = step("reader", () => limits.most);`),
    from: "{ most: 1 };",
    to: "{ most: 1 } satisfies object as { most: number };",
    changes: NOTHING,
  },
  "the order of a step's options": {
    files: pipeline(
      `export const reader = step("reader", { description: "x", extra: { a: 1 } }, () => ({ a: 1 }));`,
    ),
    from: `description: "x", extra: { a: 1 }`,
    to: `extra: { a: 1 }, description: "x"`,
    changes: NOTHING,
  },
  "options that decide how a step is executed": {
    files: pipeline(
      `export const reader = step("reader", { enable_cache: true }, () => ({ a: 1 }));`,
    ),
    from: `{ enable_cache: true }`,
    to: `{ enable_cache: true, retry: { max_retries: 2 }, timeout: 5, extra: { owner: "me" } }`,
    changes: NOTHING,
  },
  "how an output is written": {
    files: pipeline(`
      const asRows: any = { name: "rows" };
      export const reader = step("reader", { outputs: { a: asRows } }, () => ({ a: 1 }));`),
    from: `name: "rows"`,
    to: `name: "cells"`,
  },
  "an imported text of JSON beside one that is used": {
    files: pipeline(
      `import used from "./used.json"; import unused from "./unused.json";
      export const reader = step("reader", () => used.n);
      export const keep = () => unused;`,
      { "used.json": `{ "n": 1 }`, "unused.json": `{ "n": 1 }` },
    ),
    file: "unused.json",
    from: "1",
    to: "2",
    changes: NOTHING,
  },
  "the order of keys of a literal": {
    files: pipeline(`
      const weights = { a: 1, b: 2 };
      export const reader = step("reader", () => Object.keys(weights));`),
    from: "a: 1, b: 2",
    to: "b: 2, a: 1",
  },
  "a number written in another way": {
    files: pipeline(`export const reader = step("reader", () => 1000000);`),
    from: "1000000",
    to: "1_000_000",
    changes: NOTHING,
  },
};

test.for(Object.entries(CASES))(
  "changing %s changes exactly the keys that it must",
  async (entry) => {
    const [, { files, file = "pipeline.ts", from, to, changes = ["reader"] }] = entry;
    const text = files[file] ?? "";
    expect(text).toContain(from);
    const before = await stepsOf(files);
    const after = await stepsOf({ ...files, [file]: text.replace(from, () => to) });
    expect(Object.keys(before)).toContain("reader");
    expect(changedSteps(before, after)).toEqual(changes);
  },
);
