import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { StepOutcome, StepTask } from "../step-task.js";
import type { StepExecutor } from "./executor.js";
import { MixedExecutor } from "./mixed-executor.js";
import { StepDurations } from "./step-durations.js";

const folder = mkdtempSync(join(tmpdir(), "zenml-mixed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const bundleFile = join(folder, "a.mjs");
const signal = new AbortController().signal;
const start = () => undefined;

function task(name: string): StepTask {
  return {
    run: { id: "1", name: "run" },
    step: { id: name, name, definition: name },
    node: name,
    pipeline: "p",
    attempt: 1,
    params: {},
    inputs: {},
    outputs: {},
  };
}

/** Notes the steps that it is given; each takes as long as `durations` says, without taking it. */
function recording(seen: string[], durations: Readonly<Record<string, number>>): StepExecutor {
  return {
    execute: async ({ step }): Promise<StepOutcome> => {
      seen.push(step.name);
      const duration_ms = durations[step.name] ?? 0;
      return { status: "completed", outputs: {}, metadata: {}, duration_ms };
    },
    close: async () => undefined,
  };
}

function mixed(known: StepDurations, takes: Readonly<Record<string, number>> = {}) {
  const [here, elsewhere]: [string[], string[]] = [[], []];
  const executor = new MixedExecutor({
    here: () => recording(here, takes),
    elsewhere: () => recording(elsewhere, takes),
    durations: known,
  });
  return { executor, here, elsewhere };
}

test("a step goes elsewhere until it is known to be short, and again when it is not any more", async () => {
  const takes: Record<string, number> = { a: 1 };
  const { executor, here, elsewhere } = mixed(new StepDurations(bundleFile), takes);
  await executor.execute(task("a"), signal, start);
  expect([here, elsewhere]).toEqual([[], ["a"]]);
  await executor.execute(task("a"), signal, start);
  takes["a"] = 1000;
  await executor.execute(task("a"), signal, start);
  await executor.execute(task("a"), signal, start);
  expect([here, elsewhere]).toEqual([
    ["a", "a"],
    ["a", "a"],
  ]);
});

test("what was learned is kept for the same bundle and no other", async () => {
  const { executor } = mixed(new StepDurations(bundleFile), { a: 2 });
  await executor.execute(task("a"), signal, start);
  await executor.close();
  expect(StepDurations.read(bundleFile).threads).toBe(0);
  expect(StepDurations.read(join(folder, "b.mjs")).threads).toBe(1);
  writeFileSync(join(folder, "durations.json"), "{");
  expect(StepDurations.read(bundleFile).threads).toBe(1);
});

test("as many threads are of use as steps lay side by side that are not known to be short", async () => {
  const known = new StepDurations(bundleFile);
  known.measureBy((counts) => ["a", "a", "a", "b", "b"].filter(counts).length);
  expect(known.threads).toBe(1);
  const { executor } = mixed(known, { a: 2, b: 2000 });
  await executor.execute(task("a"), signal, start);
  expect(known.threads).toBe(0);
  await executor.execute(task("b"), signal, start);
  expect(known.threads).toBe(2);
  await executor.close();
  expect(StepDurations.read(bundleFile).threads).toBe(2);
});

test("a step that is nearly short is executed here when it has the run for itself", async () => {
  const steps = { "a {}": 60, "b {}": 60, "c {}": 600 };
  const { executor, here, elsewhere } = mixed(new StepDurations(bundleFile, { width: 1, steps }));
  await executor.execute(task("a"), signal, start);
  await executor.execute(task("c"), signal, start);
  await Promise.all([
    executor.execute(task("a"), signal, start),
    executor.execute(task("b"), signal, start),
  ]);
  // The first of the two ended at once, so that the second had the run for itself again.
  expect([here, elsewhere]).toEqual([
    ["a", "b"],
    ["c", "a"],
  ]);
});

test("short steps wait here only as long as they are little work together", async () => {
  const { executor, here, elsewhere } = mixed(
    new StepDurations(bundleFile, { width: 1, steps: { "a {}": 20 } }),
    {
      "a {}": 20,
    },
  );
  await Promise.all([1, 2, 3, 4].map(() => executor.execute(task("a"), signal, start)));
  expect([here.length, elsewhere.length]).toEqual([2, 2]);
});

test("steps that wait here go elsewhere when the first shows that they are long", async () => {
  const { executor, here, elsewhere } = mixed(
    new StepDurations(bundleFile, { width: 1, steps: { "a {}": 1 } }),
    {
      a: 5000,
    },
  );
  await Promise.all([1, 2, 3].map(() => executor.execute(task("a"), signal, start)));
  expect([here.length, elsewhere.length]).toEqual([1, 2]);
});

test("a step that failed is not known to be short", async () => {
  const durations = new StepDurations(bundleFile, { width: 1, steps: { "a {}": 1 } });
  const failing: StepExecutor = {
    execute: async () => ({ status: "cancelled", duration_ms: 1 }),
    close: async () => undefined,
  };
  const make = () => failing;
  await new MixedExecutor({ here: make, elsewhere: make, durations }).execute(
    task("a"),
    signal,
    start,
  );
  expect(durations.short(task("a"))).toBeUndefined();
});

test("a step goes where it asks to go, however short it is", async () => {
  const durations = new StepDurations(bundleFile, { width: 1, steps: { "a {}": 1 } });
  const seen: string[] = [];
  const named = (name: string) => () => {
    const inner = recording([], {});
    const execute: StepExecutor["execute"] = (...args) => {
      seen.push(name);
      return inner.execute(...args);
    };
    return { ...inner, execute };
  };
  const places = { here: named("here"), elsewhere: named("thread"), apart: named("process") };
  const executor = new MixedExecutor({ ...places, durations });
  for (const isolation of ["in_process", "thread", "process", undefined] as const) {
    await executor.execute({ ...task("a"), isolation }, signal, start);
  }
  await executor.execute({ ...task("a"), timeout: 1 }, signal, start);
  expect(seen).toEqual(["here", "thread", "process", "here", "thread"]);
});

test("where durations are not known every step is executed here that asks for no other place", async () => {
  const [here, elsewhere]: [string[], string[]] = [[], []];
  const executor = new MixedExecutor({
    here: () => recording(here, {}),
    elsewhere: () => recording(elsewhere, {}),
  });
  await executor.execute(task("a"), signal, start);
  await executor.execute({ ...task("b"), isolation: "thread" }, signal, start);
  await executor.close();
  expect([here, elsewhere]).toEqual([["a"], ["b"]]);
});

test("a step whose limit can only be kept apart is executed there, unless it asks for here", async () => {
  const seen = { here: [], elsewhere: [], apart: [] };
  const executor = new MixedExecutor({
    here: () => recording(seen.here, {}),
    elsewhere: () => recording(seen.elsewhere, {}),
    apart: () => recording(seen.apart, {}),
    isLimited: ({ node }) => node.startsWith("limited"),
    durations: new StepDurations(bundleFile),
  });
  const asked = [
    task("limited"),
    { ...task("limited thread"), isolation: "thread" },
    { ...task("limited here"), isolation: "in_process" },
    { ...task("free thread"), isolation: "thread" },
  ] as const;
  for (const one of asked) await executor.execute(one, signal, start);
  expect(seen).toEqual({
    here: ["limited here"],
    elsewhere: ["free thread"],
    apart: ["limited", "limited thread"],
  });
});
