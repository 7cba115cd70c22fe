import { rm, stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { step } from "./step.js";
import { testContext } from "./test-context.js";

test("a test context shows what the step logged and noted", async () => {
  const clean = step("clean", ({ rows }: { rows: number[] }, { log, metadata }) => {
    log.info(`kept ${rows.length} rows`);
    log.warn("few");
    metadata.step({ rows: rows.length });
    metadata.output("output", { a: 1 });
    metadata.output("output", { b: 2 });
    return rows;
  });
  const context = testContext();
  clean.fn({ rows: [1, 2] }, context);
  expect(context.lines).toEqual(["info: kept 2 rows", "warn: few"]);
  expect(context.noted).toEqual({ step: { rows: 2 }, outputs: { output: { a: 1, b: 2 } } });
});

test("a test context has params, a signal and one temporary folder", async () => {
  const controller = new AbortController();
  const context = testContext({ trees: 3 }, controller.signal);
  expect(context.params.trees).toBe(3);
  expect(context.signal.aborted).toBe(false);
  controller.abort();
  expect(context.signal.aborted).toBe(true);
  const folder = await context.temporaryFolder();
  expect((await stat(folder)).isDirectory()).toBe(true);
  expect(await context.temporaryFolder()).toBe(folder);
  await rm(folder, { recursive: true });
});

test("a test context keeps what the step records as an experiment", () => {
  const train = step("train", (_inputs, { experiment }) => {
    experiment.logParams({ trees: 50 });
    experiment.logMetrics({ loss: 0.5 });
    experiment.logMetrics({ loss: 0.25, accuracy: 1 });
    experiment.setTags({ team: "penguins" });
  });
  const context = testContext();
  train.fn({}, context);
  expect(context.recorded).toEqual({
    params: { trees: 50 },
    metrics: { loss: [0.5, 0.25], accuracy: [1] },
    tags: { team: "penguins" },
  });
});
