import { mkdtempSync, readdirSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { pipeline } from "../../sdk/pipeline.js";
import { step } from "../../sdk/step.js";
import { FakeClock } from "../fake-clock.js";
import type { TestKit } from "./test-kit.js";
import { testRun } from "./test-run.js";

let calls: string[] = [];
let kits: TestKit[] = [];

afterEach(async () => {
  for (const kit of kits) await kit.close();
  [kits, calls] = [[], []];
});

/** Closed after the test. */
const kitOf = <Tested>(...given: Parameters<typeof testRun<Tested>>): TestKit => {
  const kit = testRun(...given);
  kits.push(kit);
  return kit;
};

const load = step("load", () => {
  calls.push("load");
  return [1, 2, 3];
});
const sum = step("sum", ({ rows }: { rows: number[] }, { log }) => {
  calls.push("sum");
  log.info(`${rows.length} rows`);
  return rows.reduce((left, right) => left + right, 0);
});
const sums = pipeline("sums", () => sum({ rows: load() }));

const double = step("double", ({ value }: { value: number }, { step: { name } }) => {
  calls.push(name);
  return value * 2;
});
const doubles = pipeline("doubles", () => double.map({ value: load() }));

const flaky = step("flaky", { retry: { max_retries: 3, delay: 60 } }, () => "there");
const patient = pipeline("patient", () => flaky());

test("a run gives back its state, typed outputs, rows, lines and events", async () => {
  const run = await kitOf(sums).run();
  expect([run.status, run.name, run.failure]).toEqual(["completed", "sums-1", null]);
  const total: number = await run.step(sum).output();
  expect(total).toBe(6);
  expect(run.step("sum").logs).toEqual(["[info] 3 rows"]);
  expect(run.rows.map(({ name, status }) => [name, status])).toEqual([
    ["load", "completed"],
    ["sum", "completed"],
  ]);
  expect(run.events.at(0)?.type).toBe("run_started");
  expect(run.events.at(-1)?.type).toBe("run_ended");
});

test("params are validated and given to the pipeline, those of one run win", async () => {
  const scale = step(
    "scale",
    { params: z.object({ by: z.number() }) },
    (_: object, { params }) => params.by * 2,
  );
  const scaled = pipeline("scaled", { params: z.object({ by: z.number() }) }, ({ params }) =>
    scale({}, { params }),
  );
  const kit = kitOf(scaled, { params: { by: 2 } });
  expect(await (await kit.run()).step(scale).output()).toBe(4);
  expect(await (await kit.run({ params: { by: 5 } })).step(scale).output()).toBe(10);
  await expect(kit.run({ params: { by: "five" } })).rejects.toMatchObject({
    code: "params_invalid",
  });
});

test("a second run is served from the cache", async () => {
  const kit = kitOf(sums);
  await kit.run();
  const again = await kit.run();
  expect(again.rows.map(({ status }) => status)).toEqual(["cached", "cached"]);
  expect(await again.step(sum).output()).toBe(6);
  expect(calls).toEqual(["load", "sum"]);
});

test("closing a kit removes its folder", async () => {
  const place = mkdtempSync(join(tmpdir(), "zenml-test-place-"));
  vi.stubEnv("TMPDIR", place);
  const big = pipeline("big", () => step("big", () => new Uint8Array(9000))());
  const kit = testRun(big);
  const run = await kit.run();
  expect((await run.step("big").output()) as Uint8Array).toHaveLength(9000);
  expect(readdirSync(place)).toHaveLength(1);
  await kit.close();
  expect(readdirSync(place)).toEqual([]);
  vi.unstubAllEnvs();
  rmdirSync(place);
});

test("a failing attempt is tried again, and the waits pass by the clock alone", async () => {
  const clock = new FakeClock("2026-03-01T00:00:00.000Z");
  const error = new Error("no answer");
  const faults = [1, 2].map((attempt) => ({ step: flaky, attempt, error }));
  const run = await kitOf(patient, { clock, faults }).run();
  const flakyStep = run.step(flaky);
  expect([run.status, flakyStep.attempt]).toEqual(["completed", 3]);
  expect(clock.now()).toBe("2026-03-01T00:03:00.000Z");
  expect(run.row).toMatchObject({
    started: "2026-03-01T00:00:00.000Z",
    ended: "2026-03-01T00:03:00.000Z",
  });
  expect(flakyStep.metadata["attempts"]).toMatchObject([
    { attempt: 1, message: "no answer" },
    { attempt: 2, message: "no answer" },
  ]);
});

test("a fault that strikes each attempt fails the step, its hook is called, and what depends on it is skipped", async () => {
  const told: string[] = [];
  const hooked = load.configure({
    on_failure: ({ failure }) => void told.push(failure?.message ?? ""),
  });
  const sad = pipeline("sad", () => sum({ rows: hooked() }));
  const kit = kitOf(sad, { faults: [{ step: "load", error: new TypeError("no file") }] });
  const run = await kit.run();
  expect(run.status).toBe("failed");
  expect(run.failure).toMatchObject({ name: "TypeError", message: "no file", step: "load" });
  expect(run.step("sum").status).toBe("skipped");
  expect([told, calls]).toEqual([["no file"], []]);
});

test("one item of a map fails, the others do not", async () => {
  const faults = [{ step: double, item: 1, error: new Error("odd") }];
  const run = await kitOf(doubles, { faults }).run();
  expect(run.step("double").items.map(({ status }) => status)).toEqual([
    "completed",
    "failed",
    "completed",
  ]);
  expect(calls).toEqual(["load", "double[0]", "double[2]"]);
});

test("a step that is delayed beyond its limit runs out of time, without waiting for it", async () => {
  const slow = step("slow", { timeout: 3600 }, () => "done");
  const slowly = pipeline("slow", () => slow());
  const kit = kitOf(slowly, { faults: [{ step: slow, delay: 7200 }] });
  const run = await kit.run();
  expect(run.step(slow).failure).toMatchObject({ name: "StepTimeout" });
  expect(run.step(slow).row.duration_ms).toBe(3_600_000);
});

test("steps side by side are delayed at once", async () => {
  const both = pipeline("both", () => {
    double.with({ name: "left" })({ value: 1 });
    double.with({ name: "right" })({ value: 2 });
  });
  const clock = new FakeClock();
  const begin = clock.time();
  const faults = [
    { step: "left", delay: 5 },
    { step: "right", delay: 8 },
  ];
  await kitOf(both, { clock, faults }).run();
  expect(clock.time() - begin).toBe(8000);
});

test("a process that dies leaves the run interrupted, and another goes on where it was", async () => {
  const kit = kitOf(doubles, { faults: [{ step: double, item: 1, crash: "before" }] });
  const run = await kit.run();
  expect([run.status, run.error]).toEqual(["interrupted", undefined]);
  const done = calls.length;
  const resumed = await kit.resume();
  expect(resumed.id).toBe(run.id);
  expect(resumed.status).toBe("completed");
  expect(await resumed.step("double").output()).toEqual([2, 4, 6]);
  expect(calls.slice(done)).not.toContain("load");
});

test("what was committed when the process died is not done again, what was not is", async () => {
  for (const [crash, expected] of [
    ["after", ["load", "sum"]],
    ["before", ["load", "load", "sum"]],
  ] as const) {
    calls = [];
    const kit = kitOf(sums, { faults: [{ store: "commit", step: "load", crash }] });
    expect((await kit.run()).status).toBe("interrupted");
    expect((await kit.resume()).status).toBe("completed");
    expect(calls).toEqual(expected);
  }
});

test("a store that fails once ends the run, which can go on", async () => {
  const error = new Error("connection lost");
  const kit = kitOf(sums, { faults: [{ store: "commit", after: 1, times: 1, error }] });
  const run = await kit.run();
  expect([run.status, run.error]).toEqual(["failed", error]);
  expect((await kit.resume()).status).toBe("completed");
});

test("a store that stays away leaves the run interrupted", async () => {
  const error = new Error("connection lost");
  const run = await kitOf(sums, { faults: [{ store: "commit", after: 1, error }] }).run();
  expect([run.status, run.error]).toEqual(["interrupted", error]);
});

test("a full disk fails the step that writes", async () => {
  const write = step("write", ({ seed }: { seed: number }) => new Uint8Array(9000).fill(seed));
  const writes = pipeline("writes", () => {
    write({ seed: 1 });
    write({ seed: 2 });
  });
  const faults = [{ artifacts: "write", after: 1, error: new Error("disk full") }] as const;
  const run = await kitOf(writes, { faults }).run();
  expect(run.rows.map(({ status }) => status).toSorted()).toEqual(["completed", "failed"]);
  expect(run.failure?.message).toContain("disk full");
});

test("a fault that names no step is told with the nearest name, all of them at once", async () => {
  const faults = [
    { step: "laod", error: new Error("x") },
    { step: "sum", item: 2, crash: "before" as const },
    { step: "sum" },
  ];
  await expect(kitOf(sums, { faults }).run()).rejects.toMatchObject({
    code: "invalid_input",
    details: {
      problems: [
        "fault 1: the pipeline has no step 'laod'; did you mean 'load'",
        "fault 2: step 'sum' is in no map and has no items",
        "fault 3: it says neither error, delay nor crash",
      ],
    },
  });
  expect(calls).toEqual([]);
});

test("a fault that is never reached is told at the end", async () => {
  const faults = [{ step: load, attempt: 2, error: new Error("x") }];
  const kit = kitOf(sums, { faults });
  await expect(kit.run()).rejects.toThrow(
    "Run 'sums-1' ended as completed without reaching all faults of the test:\n  - fault 1 (step load, attempt 2)",
  );
  await expect(
    kitOf(sums, { faults: [{ artifacts: "write", crash: "after" }] }).run(),
  ).rejects.toThrow("small values lie in the record");
});

test("a kit without a run, and one whose run is completed, have nothing to go on with", async () => {
  const kit = kitOf(sums);
  await expect(kit.resume()).rejects.toMatchObject({ code: "conflict" });
  await kit.run();
  await expect(kit.resume()).rejects.toThrow("nothing of it is left to do");
});
