import { afterEach, beforeEach, expect, test } from "vitest";
import { pipeline, step } from "../definitions.fixture.js";
import { openEngine } from "./engine.fixture.js";
import type { Engine } from "./engine.fixture.js";

let engine: Engine;
beforeEach(async () => {
  engine = await openEngine();
});
afterEach(() => engine.close());

const load = step("load", { fn: () => [3, 1, 2] });
const sort = step("sort", { fn: ({ rows }) => [...(rows as number[])].sort() });
const sorting = pipeline(() => sort({ rows: load() }));

test("a run is recorded with its steps, values and their order", async () => {
  const run = await engine.run(sorting);
  expect(run.status).toBe("completed");
  const steps = await engine.steps(run);
  expect([...steps.values()].map((one) => one.status)).toEqual(["completed", "completed"]);
  const artifact = await engine.store.artifacts.get(steps.get("sort")?.outputs["output"] ?? "");
  expect(artifact).toMatchObject({ name: "output", inline: "[1,2,3]", run_id: run.id });
  expect(steps.get("sort")?.inputs["rows"]).toBe(steps.get("load")?.outputs["output"]);
  expect((await engine.store.runs.get(run.id)).status).toBe("completed");
});

test("a run again, unchanged, is served from the cache and shares its artifacts", async () => {
  const first = await engine.steps(await engine.run(sorting));
  const second = await engine.steps(await engine.run(sorting));
  expect([...second.values()].map((one) => one.status)).toEqual(["cached", "cached"]);
  expect(second.get("sort")?.outputs).toEqual(first.get("sort")?.outputs);
  expect(second.get("sort")?.original_step_id).toBe(first.get("sort")?.id);
});

test("the original of a step that was cached twice is the one that computed", async () => {
  const first = await engine.steps(await engine.run(sorting));
  await engine.run(sorting);
  const third = await engine.steps(await engine.run(sorting));
  expect(third.get("load")?.original_step_id).toBe(first.get("load")?.id);
});

test("changed code runs again, and so does what depends on its value", async () => {
  await engine.run(sorting);
  engine.code.set("sort", { code: { sort: "changed" } });
  const steps = await engine.steps(await engine.run(sorting));
  expect(steps.get("load")?.status).toBe("cached");
  expect(steps.get("sort")?.status).toBe("completed");
});

test("an equal value from a step that ran again still hits", async () => {
  await engine.run(sorting);
  engine.code.set("load", { code: { load: "changed" } });
  const steps = await engine.steps(await engine.run(sorting));
  expect(steps.get("load")?.status).toBe("completed");
  expect(steps.get("sort")?.status).toBe("cached");
});

test("without caching everything runs, and serves the next run", async () => {
  const off = await engine.steps(await engine.run(sorting, { config: { enable_cache: false } }));
  expect(off.get("load")?.status).toBe("completed");
  const on = await engine.steps(await engine.run(sorting));
  expect(on.get("load")?.status).toBe("cached");
});

test("a step whose code cannot be known is never cached, and says why", async () => {
  engine.code.set("load", { uncacheable: "captures `n`" });
  await engine.run(sorting);
  const steps = await engine.steps(await engine.run(sorting));
  expect(steps.get("load")).toMatchObject({ status: "completed", cache_key: null });
  expect(steps.get("load")?.cache_parts?.uncacheable).toBe("captures `n`");
});

test("a cached value whose file is gone is computed again", async () => {
  const big = step("big", { fn: () => new Float64Array(10_000) });
  const wide = pipeline(() => big());
  await engine.run(wide);
  const { rm } = await import("node:fs/promises");
  await rm(engine.folder, { recursive: true });
  const steps = await engine.steps(await engine.run(wide));
  expect(steps.get("big")?.status).toBe("completed");
});

test("a failing step is named with its error; what does not depend on it finishes", async () => {
  const bad = step("bad", {
    fn: () => {
      throw new TypeError("no rows");
    },
  });
  const run = await engine.run(pipeline(() => void [sort({ rows: bad() }), load()]));
  expect(run).toMatchObject({
    status: "failed",
    failure: { step: "bad", name: "TypeError", message: "no rows" },
  });
  const steps = await engine.steps(run);
  expect(steps.get("load")?.status).toBe("completed");
  expect(steps.get("sort")?.status).toBe("skipped");
  expect((await engine.store.runs.get(run.id)).failure?.message).toBe("no rows");
});

test("a failure is not cached", async () => {
  let calls = 0;
  const flaky = step("flaky", {
    fn: () => {
      calls += 1;
      if (calls === 1) throw new Error("once");
      return calls;
    },
  });
  const definition = pipeline(() => flaky());
  expect((await engine.run(definition)).status).toBe("failed");
  expect((await engine.run(definition)).status).toBe("completed");
});

test("a cancelled run tells its steps, starts nothing more and is recorded as cancelled", async () => {
  const controller = new AbortController();
  const wait = step("wait", {
    fn: (_inputs, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        controller.abort();
      }),
  });
  const run = await engine.run(
    pipeline(() => sort({ rows: wait() })),
    { signal: controller.signal },
  );
  expect(run.status).toBe("cancelled");
  const steps = await engine.steps(run);
  expect([...steps.values()].map((one) => one.status)).toEqual(["cancelled", "cancelled"]);
});

test("a pipeline that changed is a new version of the same name", async () => {
  await engine.run(sorting);
  await engine.run(sorting);
  await engine.run(pipeline(() => load()));
  const { items } = await engine.store.pipelines.list();
  expect(items.map((one) => [one.name, one.version]).toSorted()).toEqual([
    ["training", 1],
    ["training", 2],
  ]);
});

test("an unlisted run belongs to no pipeline", async () => {
  const run = await engine.run(sorting, { unlisted: true });
  expect((await engine.store.runs.get(run.id)).pipeline_id).toBeNull();
  expect((await engine.store.pipelines.list()).items).toEqual([]);
});

test("a run name that is taken is refused before anything is recorded", async () => {
  await engine.run(sorting, { config: { run_name: "mine" } });
  const again = engine.run(sorting, { config: { run_name: "mine" } });
  await expect(again).rejects.toMatchObject({
    code: "entity_exists",
    message: expect.stringContaining("mine"),
  });
  expect((await engine.store.runs.list()).items).toHaveLength(1);
});

test("what a step notes stands on the step and on its output", async () => {
  const noting = step("noting", {
    fn: (_inputs, { metadata, log }) => {
      metadata.step({ rows: 3 });
      metadata.output("output", { unit: "mm" });
      log.info("noted");
      return 1;
    },
  });
  const steps = await engine.steps(await engine.run(pipeline(() => noting())));
  const noted = steps.get("noting");
  expect(noted?.metadata).toEqual({ rows: 3 });
  expect((await engine.store.artifacts.get(noted?.outputs["output"] ?? "")).metadata).toMatchObject(
    { unit: "mm" },
  );
  const lines = engine.events
    .filter((event) => event.type === "log")
    .map((event) => event.line.text);
  expect(lines).toEqual(["[info] noted"]);
});

test("a temporary folder is there while the step runs and gone afterwards", async () => {
  const { existsSync } = await import("node:fs");
  const scratch = step("scratch", { fn: (_inputs, { temporaryFolder }) => temporaryFolder() });
  const steps = await engine.steps(await engine.run(pipeline(() => scratch())));
  const artifact = await engine.store.artifacts.get(steps.get("scratch")?.outputs["output"] ?? "");
  const folder: unknown = JSON.parse(artifact.inline ?? "");
  expect(folder).toContain("zenml-step-");
  expect(existsSync(String(folder))).toBe(false);
});

test("a step that returns nothing has no output and may be waited for", async () => {
  const say = step("say", { fn: () => undefined });
  const definition = pipeline(() => load({}, { after: say() }));
  const steps = await engine.steps(await engine.run(definition));
  expect(steps.get("say")?.outputs).toEqual({});
  expect(steps.get("load")?.upstream).toEqual(["say"]);
});

test("events tell a run in order", async () => {
  await engine.run(sorting);
  expect(engine.events.map((event) => event.type)).toEqual([
    "run_started",
    "step_started",
    "step_ended",
    "step_started",
    "step_ended",
    "run_ended",
  ]);
});
