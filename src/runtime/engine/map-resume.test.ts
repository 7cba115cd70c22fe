import { afterEach, beforeEach, expect, test } from "vitest";
import { mapped, pipeline, step } from "../definitions.fixture.js";
import { openEngine } from "./engine.fixture.js";
import type { Engine } from "./engine.fixture.js";
import type { RunSummary } from "./run-pipeline.js";

let engine: Engine;
/** Items that were executed, in their order. */
let executed: number[];
let isBroken: boolean;
let totals: unknown[];

beforeEach(async () => {
  engine = await openEngine();
  executed = [];
  totals = [];
  isBroken = true;
});
afterEach(() => engine.close());

const numbers = step("numbers", { fn: () => [0, 1, 2, 3] });
const double = mapped("double", {
  fn: ({ n }) => {
    executed.push(Number(n));
    if (n === 2 && isBroken) throw new Error("not yet");
    return Number(n) * 2;
  },
});
const total = step("total", { fn: ({ values }) => void totals.push(values) });
const doubled = pipeline(() => total({ values: double({ n: numbers() }) }));

async function resume(run: RunSummary): Promise<RunSummary> {
  const whole = await engine.store.runs.get(run.id);
  return engine.run(doubled, { resumes: { run: whole, acceptsChanges: false } });
}

test("items that were done are not executed again, and are collected with the new ones", async () => {
  const failed = await engine.run(doubled);
  expect(failed.status).toBe("failed");
  isBroken = false;
  executed = [];
  expect((await resume(failed)).status).toBe("completed");
  expect(executed).toEqual([2]);
  expect(totals).toEqual([[0, 2, 4, 6]]);
  const rows = await engine.steps(failed);
  expect(rows.get("double")?.metadata).toMatchObject({ items: 4, completed: 4 });
});

test("what an item that was done put out and somebody deleted is named", async () => {
  const failed = await engine.run(doubled);
  const rows = await engine.steps(failed);
  const gone = rows.get("double[1]")?.outputs["output"] ?? "";
  await engine.store.commit([{ op: "delete", resource: "artifact", id: gone }]);
  isBroken = false;
  await expect(resume(failed)).rejects.toMatchObject({
    code: "artifact_unreadable",
    message: expect.stringContaining("'double[1]'"),
  });
  expect((await engine.store.runs.get(failed.id)).status).toBe("failed");
});

test("what a step outside of maps put out and somebody deleted is named before anything is executed", async () => {
  const failed = await engine.run(doubled);
  const gone = (await engine.steps(failed)).get("numbers")?.outputs["output"] ?? "";
  await engine.store.commit([{ op: "delete", resource: "artifact", id: gone }]);
  executed = [];
  await expect(resume(failed)).rejects.toMatchObject({
    code: "artifact_unreadable",
    message: expect.stringContaining("'numbers'"),
  });
  expect(executed).toEqual([]);
});
