import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { testRun } from "./test-run.js";
import type { TestKit } from "./test-kit.js";
import { pipeline } from "../../sdk/pipeline.js";
import { step } from "../../sdk/step.js";
import type { Ref } from "../../sdk/types/ref.js";
import { when } from "../../sdk/when.js";
import type { Replay } from "../../sdk/replay/replay.js";

const load = step("load", () => [1, 2, 3]);
const other = step("other", () => [4, 5]);
const train = step(
  "train",
  { params: z.object({ trees: z.number() }) },
  ({ rows }: { rows: number[] }, { params }) => rows.length * params.trees,
);
const report = step("report", ({ model }: { model: number }) => `model ${model}`);

const trees = z.object({ trees: z.number().default(50) });
const training = pipeline("training", { params: trees }, ({ params }) =>
  report({ model: train({ rows: load() }, { params }) }),
);

let kit: TestKit;
beforeEach(() => {
  kit = testRun(training);
});
afterEach(() => kit.close());

const told = ({ steps }: Replay) =>
  Object.fromEntries(
    steps.map(({ step: name, verdict, reasons }) => [name, [verdict, ...reasons]]),
  );

test("a pipeline that did not change is served from the cache, and nothing is recorded", async () => {
  await kit.run();
  const verdicts = told(await kit.replay(training));
  expect(Object.values(verdicts).map(([verdict]) => verdict)).toEqual([
    "cached",
    "cached",
    "cached",
  ]);
  const store = await kit.store();
  expect((await store.runs.list()).items).toHaveLength(1);
  expect((await store.steps.list()).items).toHaveLength(3);
});

test("a changed param names itself, and what depends on it waits for its result", async () => {
  await kit.run();
  expect(told(await kit.replay(training, { params: { trees: 80 } }))).toEqual({
    load: ["cached", "all that its result depends on is as it was"],
    train: ["executed", "param 'trees': 50 -> 80"],
    report: ["depends", "from the cache only if 'train' gives what it gave before"],
  });
});

test("changed code is named, and so are new, removed and rewired steps", async () => {
  await kit.run();
  const changed = step("load", () => [7, 8, 9]);
  const check = step("check", ({ rows }: { rows: number[] }) => rows.length);
  const next = pipeline("training", { params: trees }, ({ params }) => {
    check({ rows: changed() });
    train({ rows: other() }, { params });
  });
  const replay = await kit.replay(next);
  expect(told(replay)).toEqual({
    load: ["executed", "code: step 'load' (this process) changed"],
    check: ["executed", "it is new"],
    other: ["executed", "it is new"],
    train: ["depends", "it waits for 'other', whose output is not known"],
    report: ["removed", "it is not there any more"],
  });
  expect(replay.steps.find(({ step: name }) => name === "train")?.changes).toContain(
    "input 'rows' was load.output, is other.output",
  );
});

test("options that turn the cache off, and steps that failed, are told as such", async () => {
  const failing = testRun(training, { faults: [{ step: "train", error: new Error("no") }] });
  try {
    await failing.run();
    const uncached = pipeline("training", { params: trees }, ({ params }) =>
      train({ rows: load.configure({ enable_cache: false })() }, { params }),
    );
    const verdicts = told(await failing.replay(uncached));
    expect(verdicts["load"]).toEqual(["executed", "caching is turned off for it"]);
    expect(verdicts["train"]).toEqual(["executed", "it ended as failed in run 'training-1'"]);
  } finally {
    await failing.close();
  }
});

test("of a map the items that differ are executed, and what takes them all depends on them", async () => {
  const double = step("double", ({ value }: { value: number }) => value * 2);
  const total = step("total", ({ values }: { values: number[] }) => values.length);
  const over = (values: number[]) =>
    pipeline("doubles", () => {
      total({ values: double.map({ value: values }) });
    });
  const doubles = testRun(over([1, 2, 3]));
  try {
    await doubles.run();
    const verdicts = told(await doubles.replay(over([1, 5, 3])));
    expect(Object.entries(verdicts).map(([name, [verdict]]) => [name, verdict])).toEqual([
      ["double[0]", "cached"],
      ["double[1]", "executed"],
      ["double[2]", "cached"],
      ["total", "depends"],
    ]);
    expect(verdicts["double[1]"]).toEqual(["executed", "input 'value' has other content"]);
  } finally {
    await doubles.close();
  }
});

test("a branch that is decided by what is executed depends on it", async () => {
  const size = step("size", { params: trees }, (_: object, { params }) => params.trees);
  const small = step("small", () => "small");
  const large = step("large", () => "large");
  const branched = pipeline("branched", { params: trees }, ({ params }) => {
    when(
      size({}, { params }),
      { gt: 60 },
      () => large(),
      () => small(),
    );
  });
  const branching = testRun(branched);
  try {
    await branching.run();
    const verdicts = told(await branching.replay(branched, { params: { trees: 80 } }));
    expect(verdicts["small"]?.[0]).toBe("depends");
    expect(verdicts["large"]?.[0]).toBe("depends");
  } finally {
    await branching.close();
  }
});

test("a branch on an element, or on what branches return, depends on where these come from", async () => {
  const sizes = step("sizes", { params: trees }, (_: object, { params }) => [1, params.trees]);
  const large = step("large", ({ size }: { size: number }) => size);
  const small = step("small", () => "small");
  const last = step("last", () => "last");
  const one = pipeline("one", (_context, { size }: { size: Ref<number> }) =>
    when(size, { gt: 10 }, () => large({ size })),
  );
  const all = pipeline("all", { params: trees }, ({ params }) => {
    const found = sizes({}, { params });
    one.map({ size: found });
    const merged = when(
      found,
      { eq: [1, 50] },
      () => small(),
      () => other(),
    );
    when(merged, { eq: "no" }, () => last());
  });
  const branched = testRun(all);
  try {
    await branched.run();
    const verdicts = told(await branched.replay(all, { params: { trees: 60 } }));
    expect(verdicts["sizes"]?.[0]).toBe("executed");
    for (const name of ["one[0].large", "other", "last"]) {
      expect([name, verdicts[name]?.[0]]).toEqual([name, "depends"]);
    }
  } finally {
    await branched.close();
  }
});
