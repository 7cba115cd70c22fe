import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CacheParts } from "../../domain/cache-parts.js";
import type { Graph } from "../../domain/graph.js";
import { cacheKey } from "../../runtime/cache-key.js";
import { History } from "../../runtime/engine/history.fixture.js";
import { memoryStore } from "../../testing/memory-store.js";
import { FakeClock } from "../../testing/fake-clock.js";
import type { CreateInput, ZenStore } from "../../store/zen-store.js";
import { explainRun } from "./explain-run.js";
import { explainStep, explanationText } from "./explain-step.js";

const PARTS: CacheParts = {
  ...{ step: "train", code: { "train.ts:clean": "a" }, packages: { "ml-cart": "2.1.0" } },
  ...{ params: { trees: "50" }, inputs: {}, outputs: { output: "auto" }, declared: {} },
  uncacheable: null,
};
const NODE: Graph["steps"][number] = {
  ...{ name: "train", step: "train", description: null, source: null, inputs: {}, upstream: [] },
  ...{ params: {}, outputs: {}, enable_cache: true, settings: {}, extra: {} },
};

let store: ZenStore;
let history: History;
let clock: FakeClock;
let root: string;
let readable: boolean;

beforeEach(async () => {
  clock = new FakeClock("2026-05-01T12:00:00.000Z");
  store = await memoryStore({ clock });
  history = new History(store);
  root = mkdtempSync(join(tmpdir(), "zenml-why-"));
  readable = true;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const graph = (node: Partial<typeof NODE> = {}, rest: Partial<Graph> = {}): Graph => ({
  ...{ version: 1, name: "training", description: null, params: {}, enable_cache: true },
  ...{ settings: {}, extra: {}, steps: [{ ...NODE, ...node }] },
  ...rest,
});

/** A run with one step, a minute after the one before. */
async function executed(
  parts: Partial<CacheParts> = {},
  set: {
    name?: string;
    run?: Partial<CreateInput<"run">>;
    step?: Partial<CreateInput<"step">>;
  } = {},
) {
  clock.advance(60_000);
  const started = clock.now();
  const cache_parts = { ...PARTS, ...parts };
  const run = await history.run(`run ${started.slice(14, 16)}`, { graph: graph(), ...set.run });
  const { step, artifact } = await history.made(run, {
    ...{ name: set.name ?? "train", cache_parts, cache_key: cacheKey(cache_parts) },
    ...{ started, ended: started },
    ...set.step,
  });
  return { run, step, artifact };
}

async function why(step: { readonly id: string }): Promise<string> {
  const row = await store.steps.get(step.id);
  const place = { store, root, isReadable: async () => readable };
  return explanationText(row, await explainStep(row, place));
}

test("the first execution has nothing to be compared with", async () => {
  const { step } = await executed();
  expect(await why(step)).toBe(
    "Step 'train' was executed: no earlier execution of it is recorded.",
  );
});

test("params and packages are told with both values, and the run that they are compared with", async () => {
  await executed();
  const { step } = await executed({ params: { trees: "80" }, packages: { "ml-cart": "3.0.0" } });
  expect(await why(step)).toBe(
    "Step 'train' was executed. What differs from run 01/train:\n" +
      "  - param 'trees': 50 -> 80\n  - package 'ml-cart' 2.1.0 -> 3.0.0",
  );
});

test("code is told with file and line", async () => {
  writeFileSync(join(root, "train.ts"), "\n\nexport function clean() {}\n");
  await executed();
  const { step } = await executed({ code: { "train.ts:clean": "b" } });
  expect(await why(step)).toContain("  - code: helper 'clean' (train.ts:3) changed");
});

test("declared files and variables are named, values of variables are not", async () => {
  const hash = (digit: string) => `sha256:${digit.repeat(64)}`;
  await executed({
    declared: { "file a.csv": hash("1"), "file b.csv": hash("1"), "environment MODE": hash("1") },
  });
  const { step } = await executed({
    declared: { "file a.csv": "missing", "file b.csv": hash("2"), "environment MODE": hash("2") },
  });
  const text = await why(step);
  expect(text).toContain("declared file 'a.csv': there -> missing");
  expect(text).toContain("declared file 'b.csv' has other content");
  expect(text).toContain("environment variable 'MODE' has another value");
});

test("an input is told with the step that computed it and its short values", async () => {
  const inputs = { rows: "sha256:1" };
  const one = await executed();
  const made = await history.made(one.run, { name: "load" }, { preview: "3" });
  const first = await executed({ inputs }, { step: { inputs: { rows: made.artifact.id } } });
  const again = await history.made(first.run, { name: "load" }, { preview: "4" });
  const { step } = await executed(
    { inputs: { rows: "sha256:2" } },
    { step: { inputs: { rows: again.artifact.id } } },
  );
  expect(await why(step)).toContain("input 'rows' has other content, from step 'load': 3 -> 4");
});

test("an item of a map is compared with the same item of the run before", async () => {
  const map = { graph: graph({ map: "train" }, { maps: [] }) };
  for (const trees of ["1", "2", "3"]) {
    await executed({ params: { trees } }, { name: `train[${trees}]`, run: map });
  }
  const { step } = await executed({ params: { trees: "9" } }, { name: "train[2]", run: map });
  expect(await why(step)).toContain(
    "What differs from run 02/train[2]:\n  - param 'trees': 2 -> 9",
  );
});

test("the nearest of several executions is compared with", async () => {
  await executed({ params: { trees: "50", depth: "2" } });
  await executed({ params: { trees: "1", depth: "1" }, packages: {} });
  const { step } = await executed({ params: { trees: "51", depth: "2" } });
  expect(await why(step)).toContain("run 01/train:\n  - param 'trees': 50 -> 51");
});

test("a result that was too old says how old it was", async () => {
  const run = { graph: graph({ cache: { ttl: 30 } }) };
  await executed({}, { run });
  const { step } = await executed({}, { run });
  expect(await why(step)).toBe(
    "Step 'train' was executed: the earlier result was 1 min 00 s old, " +
      "and it is to be used for 30.0 s (cache.ttl) (run 01/train).",
  );
});

test("a result that was deleted, and one whose bytes are gone, are named", async () => {
  const { artifact } = await executed();
  const { step } = await executed();
  readable = false;
  expect(await why(step)).toContain("the bytes of output 'output' of the earlier result are gone");
  await store.artifacts.delete(artifact.id);
  expect(await why(step)).toContain("output 'output' of the earlier result was deleted");
});

test.for<[string, Partial<CreateInput<"run">>, string]>([
  [
    "the run",
    { graph: graph({}, { enable_cache: false }), configuration: { enable_cache: false } },
    "for this run, by --no-cache or its configuration",
  ],
  [
    "the pipeline",
    { graph: graph({}, { enable_cache: false }) },
    "for pipeline 'training', in its own options",
  ],
  [
    "the configuration",
    {
      graph: graph({ enable_cache: false }),
      configuration: { steps: { train: { enable_cache: false } } },
    },
    "in the configuration of the run",
  ],
  ["the step", { graph: graph({ enable_cache: false }) }, "in the options of step 'train'"],
])("who turned caching off is named: %s", async ([, run, text]) => {
  await executed();
  expect(await why((await executed({}, { run })).step)).toContain(text);
});

test("a step that cannot be cached says why, whatever was before", async () => {
  await executed();
  const { step } = await executed({ uncacheable: "it uses eval" });
  expect(await why(step)).toContain("it can never be cached: it uses eval");
});

test("a skipped step names what did not complete before it", async () => {
  const { run } = await executed();
  await history.step(run, { name: "load", status: "failed" });
  const step = await history.step(run, {
    ...{ name: "report", status: "skipped", upstream: ["load"], started: null },
  });
  expect(await why(step)).toContain("a step before it did not complete: 'load' failed");
});

test("a map as a whole points to its items", async () => {
  const map: NonNullable<Graph["maps"]>[number] = {
    ...{ name: "train", over: {}, upstream: [], failure_policy: "stop" },
    ...{ collect: "array", outputs: {} },
  };
  const { step } = await executed({}, { run: { graph: graph({ map: "train" }, { maps: [map] }) } });
  expect(await why(step)).toContain("ask for one: train[0]");
});

test("all steps of a run are explained together, the same as one by one", async () => {
  const one = await executed();
  const run = await history.run("later", { graph: graph() });
  const row = { cache_parts: PARTS, cache_key: cacheKey(PARTS) };
  await history.step(run, {
    ...{ ...row, name: "train", status: "cached", original_step_id: one.step.id },
  });
  await history.step(run, { name: "load", status: "failed", position: 1 });
  for (const [index, name] of ["twin", "other twin"].entries()) {
    clock.advance(1);
    await history.step(run, { ...row, cache_key: "same", name, position: 2 + index });
  }
  const explained = await explainRun(run, { store, root, isReadable: async () => readable });
  expect(explained.map(({ step, ...rest }) => explanationText(step, rest))).toEqual(
    await Promise.all(explained.map(({ step }) => why(step))),
  );
  const [train, , , twin] = explained.map(({ compared_with }) => compared_with);
  expect([train, twin]).toEqual(["run 01/train", "later/twin"]);
});
