// Code that runs while a file is loaded and changes what a step will read.
import { expect, test } from "vitest";
import type { Files } from "../loader/project.fixture.js";
import { changedSteps, stepsOf } from "./step-keys.fixture.js";

interface Case {
  readonly files: Files;
  readonly from: string;
  readonly to: string;
  /** Default: `reader`. */
  readonly changes?: readonly string[];
}

const HEAD = `import { step } from "zenml";\n`;
const TAIL = `\nexport const other = step("other", () => 1);\n`;

/** A `pipeline.ts` whose step `reader` depends on what is replaced, and whose step `other` does not. */
function pipeline(body: string): Files {
  return { "pipeline.ts": `${HEAD}${body}${TAIL}` };
}

const CASES: Readonly<Record<string, Case>> = {
  "a call on a map": {
    files: pipeline(`
      const registry = new Map<string, number>();
      registry.set("a", 1);
      export const reader = step("reader", () => registry.get("a"));`),
    from: `"a", 1`,
    to: `"a", 2`,
  },
  "the order of two calls": {
    files: pipeline(`
      const list: number[] = [];
      list.push(1);
      list.push(2);
      export const reader = step("reader", () => list);`),
    from: "list.push(1);\n      list.push(2);",
    to: "list.push(2);\n      list.push(1);",
  },
  "an assignment to a member": {
    files: pipeline(`
      const options = { size: 1 };
      options.size = 2;
      export const reader = step("reader", () => options.size);`),
    from: "options.size = 2",
    to: "options.size = 3",
  },
  "a member of a function": {
    files: pipeline(`
      function score() { return (score as any).factor; }
      (score as any).factor = 2;
      export const reader = step("reader", () => score());`),
    from: "factor = 2",
    to: "factor = 3",
  },
  "Object.assign": {
    files: pipeline(`
      const options = { size: 1 };
      Object.assign(options, { size: 2 });
      export const reader = step("reader", () => options.size);`),
    from: "size: 2",
    to: "size: 3",
  },
  "a function that is called": {
    files: pipeline(`
      const registry = new Map<string, number>();
      function register(value: number) { registry.set("a", value); }
      register(1);
      export const reader = step("reader", () => registry.get("a"));`),
    from: "register(1)",
    to: "register(2)",
  },
  "a callback": {
    files: pipeline(`
      const found: number[] = [];
      for (const one of [1, 2]) found.push(one);
      [3].forEach((one) => found.push(one));
      export const reader = step("reader", () => found);`),
    from: "[3]",
    to: "[4]",
  },
  "a second name for the same object": {
    files: pipeline(`
      const registry = new Map<string, number>();
      const alias = registry;
      alias.set("a", 1);
      export const reader = step("reader", () => registry.get("a"));`),
    from: `"a", 1`,
    to: `"a", 2`,
  },
  "another file": {
    files: {
      ...pipeline(`
        import "./fill.js";
        import { registry } from "./registry.js";
        export const reader = step("reader", () => registry.get("a"));`),
      "registry.ts": "export const registry = new Map<string, number>();",
      "fill.ts": `import { registry } from "./registry.js";\nregistry.set("a", 1);`,
    },
    from: `"a", 1`,
    to: `"a", 2`,
  },
  "static state of a class": {
    files: pipeline(`
      class Counter { static start = 0; }
      Counter.start = 5;
      export const reader = step("reader", () => Counter.start);`),
    from: "start = 5",
    to: "start = 6",
  },
  "an assignment inside of a function": {
    files: pipeline(`
      let mode = "a";
      function setMode(to: string) { mode = to + "1"; }
      setMode("b");
      export const reader = step("reader", () => mode);`),
    from: `to + "1"`,
    to: `to + "2"`,
  },
  "a destructuring assignment": {
    files: pipeline(`
      let mode = 1;
      ({ mode } = { mode: 2 });
      export const reader = step("reader", () => mode);`),
    from: "{ mode: 2 }",
    to: "{ mode: 3 }",
  },
  "a value from a file that awaits": {
    files: {
      ...pipeline(`
        import { limit } from "./limit.js";
        export const reader = step("reader", () => limit);`),
      "limit.ts": "export const limit = await Promise.resolve(1);",
    },
    from: "resolve(1)",
    to: "resolve(2)",
  },
  "a file imported when the step runs": {
    files: {
      ...pipeline(`
        export const reader = step("reader", async () => (await import("./late.js")).value);`),
      "late.ts": "export const value = 1;",
    },
    from: "value = 1",
    to: "value = 2",
  },
  "one of many files chosen when the step runs": {
    files: {
      ...pipeline(`
        export const reader = step("reader", (inputs: any) => import(\`./models/\${inputs.name}.ts\`));`),
      "models/small.ts": "export const size = 1;",
    },
    from: "size = 1",
    to: "size = 2",
  },
  "a namespace of another file used as a value": {
    files: {
      ...pipeline(`
        import * as models from "./models.js";
        export const reader = step("reader", (inputs: any) => (models as any)[inputs.name]);`),
      "models.ts": "export const small = 1; export const large = 2;",
    },
    from: "large = 2",
    to: "large = 3",
  },
  "a materializer of one's own": {
    files: pipeline(`
      import { materializer } from "zenml";
      const model = materializer({ name: "model", write: (value: unknown) => String(value) });
      export const reader = step("reader", { outputs: { model } }, () => ({ model: 1 }));`),
    from: "String(value)",
    to: "JSON.stringify(value)",
  },
  "an argument of the function that makes steps": {
    files: pipeline(`
      function trainer(name: string, trees: number) { return step(name, () => trees); }
      export const reader = trainer("reader", 10);`),
    from: `"reader", 10`,
    to: `"reader", 20`,
  },
  "a wrapper around the function": {
    files: pipeline(`
      const twice = (fn: () => number) => () => fn() * 2;
      export const reader = step("reader", twice(() => 4));`),
    from: "* 2",
    to: "* 3",
  },
  "a step that another step calls": {
    files: pipeline(`
      const inner = step("inner", () => 1);
      export const reader = step("reader", () => (inner as any).fn());`),
    from: `"inner", () => 1`,
    to: `"inner", () => 2`,
  },
  "a renamed step": {
    files: pipeline(`
      const first = step("first", () => 1);
      export const reader = (first as any).with({ name: "second" });`),
    from: "() => 1",
    to: "() => 2",
  },
  "a global, which every step may see": {
    files: pipeline(`
      Math.random = () => 1;
      export const reader = step("reader", () => Math.random());`),
    from: "() => 1;\n      export",
    to: "() => 2;\n      export",
    changes: ["reader", "other"],
  },
};

test.for(Object.entries(CASES))("%s is part of the key", async ([, one]) => {
  const [before, after] = [await stepsOf(one.files), await stepsOf(replaced(one))];
  const reasons = Object.values(before).map(({ parts }) => parts.uncacheable);
  expect(reasons).toEqual([null, null]);
  const expected = one.changes ?? ["reader"];
  expect(changedSteps(before, after).sort()).toEqual([...expected].sort());
});

function replaced({ files, from, to }: Case): Files {
  const texts = Object.entries(files).map(([name, text]) => [name, text.replace(from, to)]);
  expect(Object.fromEntries(texts)).not.toEqual(files);
  return Object.fromEntries(texts);
}

/** What is not part of the key though it stands near. */
const APART: Readonly<Record<string, Case>> = {
  "another step with the name of an input": {
    files: pipeline(`
      export const data = step("data", () => 1);
      export const reader = step("reader", ({ data }: { data: number }) => data);`),
    from: `"data", () => 1`,
    to: `"data", () => 2`,
    changes: ["data"],
  },
  "a table made of a list that only reads it": {
    files: pipeline(`
      const NAMES = ["a", "b"] as const;
      const table = new Map(NAMES.map((name, index) => [name, index * 1]));
      export const reader = step("reader", () => NAMES.length);
      export const looker = step("looker", () => table.get("a"));`),
    from: "index * 1",
    to: "index * 2",
    changes: ["looker"],
  },
  "a class that is only made an object of": {
    files: pipeline(`
      class Tree { constructor(readonly size: number) {} }
      const big = new Tree(1);
      export const reader = step("reader", () => new Tree(5));
      export const looker = step("looker", () => big);`),
    from: "Tree(1)",
    to: "Tree(2)",
    changes: ["looker"],
  },
  "a number of a configuration that others read": {
    files: pipeline(`
      const CONFIG = { seed: 42, trees: 10 };
      const random = makeRandom(CONFIG.seed);
      function makeRandom(seed: number) { return { next: () => seed * 1 }; }
      export const reader = step("reader", () => CONFIG.trees);
      export const looker = step("looker", () => random.next());`),
    from: "seed * 1",
    to: "seed * 2",
    changes: ["looker"],
  },
  "what a script does at its end": {
    files: pipeline(`
      const registry = new Map([["a", 1]]);
      export const reader = step("reader", () => registry.get("a"));
      console.log("loaded", 1);`),
    from: `"loaded", 1`,
    to: `"loaded", 2`,
    changes: [],
  },
};

test.for(Object.entries(APART))("%s leaves other keys as they are", async ([, one]) => {
  const [before, after] = [await stepsOf(one.files), await stepsOf(replaced(one))];
  expect(changedSteps(before, after)).toEqual(one.changes);
});
