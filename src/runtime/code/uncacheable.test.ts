import { expect, test } from "vitest";
import { stepsOf } from "./step-keys.fixture.js";

async function reasonOf(body: string, name = "it"): Promise<string | null | undefined> {
  const steps = await stepsOf({ "pipeline.ts": `import { step } from "zenml";\n${body}` });
  return steps[name]?.parts.uncacheable;
}

test("a captured variable is named, with the way out", async () => {
  const reason = await reasonOf(`
    function make(trees: number) { return step("train", () => trees); }
    export const it = make(3);`);
  expect(reason).toBe(
    "step 'train' uses 'trees', a variable of the function around it; pass it as a param",
  );
});

test("a captured variable is named as it stands in the source", async () => {
  const reason = await reasonOf(`
    const trees = 1;
    function make(trees: number) { return step("train", () => trees); }
    export const it = make(trees);`);
  expect(reason).toContain("uses 'trees'");
});

test("the variable of a loop is captured too", async () => {
  const reason = await reasonOf(`
    const all: Record<string, unknown> = {};
    for (const size of [1, 2]) all[size] = step("train", () => size);
    export const it = all[1];`);
  expect(reason).toContain("uses 'size'");
});

test("steps made in a function that capture nothing are cacheable", async () => {
  const reason = await reasonOf(`
    function make() { const load = step("load", ({ rows }: any) => rows.length); return load; }
    export const it = make();`);
  expect(reason).toBeNull();
});

test("two steps of one name are told apart by where they are made", async () => {
  const steps = await stepsOf({
    "pipeline.ts": `
      import { step } from "zenml";
      export const one = step("load", () => 1);
      export const other = step("load", () => 2);`,
  });
  expect(steps["one"]?.key).not.toBe(steps["other"]?.key);
  expect(Object.keys(steps["one"]?.parts.code ?? {})).toEqual(["pipeline.ts:step(load)"]);
});

test("a name from a template is no obstacle", async () => {
  const reason = await reasonOf(`
    const kind = "big";
    export const it = step(\`train_\${kind}\`, () => 1);`);
  expect(reason).toBeNull();
});

test("a maker that is also called with a computed name is not trusted", async () => {
  const reason = await reasonOf(`
    function trainer(name: string, trees: number) { return step(name, () => trees); }
    export const it = trainer("a", 1);
    const computed = "a";
    export const other = trainer(computed, 2);`);
  expect(reason).toContain("uses 'trees'");
});

test("a maker that is called twice with one name is not trusted", async () => {
  const reason = await reasonOf(`
    function trainer(name: string, trees: number) { return step(name, () => trees); }
    export const it = trainer("a", 1);
    export const other = trainer("a", 2);`);
  expect(reason).toContain("uses 'trees'");
});

test("a maker whose step captures more than parameters is not trusted", async () => {
  const reason = await reasonOf(`
    let count = 0;
    function trainer(name: string) { const trees = count++; return step(name, () => trees); }
    export const it = trainer("a");`);
  expect(reason).toContain("uses 'trees'");
});

test("a function that is computed in code that may run again makes a step uncacheable", async () => {
  const reason = await reasonOf(`
    let count = 0;
    const next = () => { const now = count++; return () => now; };
    const make = () => step("train", next());
    export const it = make();`);
  expect(reason).toContain("in code that may run more than once");
});

const BLIND: readonly (readonly [string, string, string])[] = [
  ["eval", `export const it = step("x", () => eval("1"));`, "(eval)"],
  ["new Function", `export const it = step("x", () => new Function("return 1")());`, "(Function)"],
  [
    "a computed import",
    `export const it = step("x", (inputs: any) => import(inputs.name));`,
    "imports a module whose name is computed",
  ],
  [
    "createRequire",
    `import { createRequire } from "node:module";
     const load = createRequire(import.meta.url);
     export const it = step("x", () => load("./data.json"));`,
    "createRequire",
  ],
  [
    "a thread of its own",
    `import { Worker } from "node:worker_threads";
     export const it = step("x", () => new Worker("./w.js"));`,
    "thread of its own",
  ],
  [
    "eval in a helper",
    `const helper = () => eval("1");
     export const it = step("x", () => helper());`,
    "'pipeline.ts:helper' runs a text as code",
  ],
];

test.for(BLIND)("%s makes a step uncacheable", async ([, body, reason]) => {
  expect(await reasonOf(body)).toContain(reason);
});

test("a package whose version is not known makes the step uncacheable", async () => {
  const steps = await stepsOf({
    "pipeline.ts": `
      import { step } from "zenml";
      export const it = step("x", async () => import("missing"));`,
  });
  expect(steps["it"]?.parts.uncacheable).toBe("the version of package 'missing' was not found");
});

test("what one step may not be cached for does not touch others", async () => {
  const body = `
    export const bad = step("bad", () => eval("1"));
    export const it = step("good", () => 1);`;
  expect(await reasonOf(body)).toBeNull();
});
