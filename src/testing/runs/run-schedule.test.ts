import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { pipeline } from "../../sdk/pipeline.js";
import { step } from "../../sdk/step.js";
import type { TestKit } from "./test-kit.js";
import { testRun } from "./test-run.js";

const kits: TestKit[] = [];
afterEach(async () => {
  for (const kit of kits.splice(0)) await kit.close();
});
function kept(kit: TestKit): TestKit {
  kits.push(kit);
  return kit;
}

const fetchRows = step("fetch_rows", { retry: { max_retries: 1, delay: 60 } }, () => [1, 2]);
const add = step(
  "add",
  { params: z.object({ amount: z.number() }), enable_cache: false },
  ({ rows }: { rows: number[] }, { params }) => rows.length + params.amount,
);
const adding = pipeline(
  "adding",
  { params: z.object({ amount: z.number().default(1) }) },
  ({ params }) => add({ rows: fetchRows() }, { params: { amount: params.amount } }),
);

test("a schedule fires on the fake clock, each time once and with its params", async () => {
  const kit = kept(testRun(adding));
  const schedule = { cron_expression: "0 * * * *" };
  const runs = await kit.runSchedule(schedule, {
    until: "2026-01-01T03:00:00Z",
    params: { amount: 5 },
  });
  expect(runs.map(({ row }) => row.started)).toEqual([
    "2026-01-01T01:00:00.000Z",
    "2026-01-01T02:00:00.000Z",
    "2026-01-01T03:00:00.000Z",
  ]);
  expect(await runs[0]?.step(add).output()).toBe(7);
  const store = await kit.store();
  const { id, last_fired, last_run_id } = await store.schedules.get("adding");
  expect([last_fired, last_run_id]).toEqual(["2026-01-01T03:00:00.000Z", runs[2]?.id]);
  expect((await store.runs.get(runs[0]?.id ?? "")).schedule_id).toBe(id);
});

test("a run that waits and one that fails keep the schedule going", async () => {
  const kit = kept(testRun(adding));
  const faults = [{ step: fetchRows, attempt: 1, error: new Error("no answer") }];
  const disabled = { enable_cache: false };
  const runs = await kit.runSchedule(
    { interval_second: 600, start_time: "2026-01-01T00:10:00Z" },
    { until: "2026-01-01T00:25:00Z", faults, config: disabled },
  );
  expect(runs.map(({ status }) => status)).toEqual(["completed", "completed"]);
  expect(runs[0]?.step(fetchRows).attempt).toBe(2);
  const bad = kept(testRun(adding, { faults: [{ step: add, error: new Error("broken") }] }));
  const failed = await bad.runSchedule(
    { interval_second: 600, start_time: "2026-01-01T00:10:00Z" },
    { until: "2026-01-01T00:20:00Z" },
  );
  expect(failed.map(({ status }) => status)).toEqual(["failed", "failed"]);
});

test("a schedule that cannot be is refused with all that is wrong", async () => {
  const kit = kept(testRun(adding));
  const until = "2026-01-01T03:00:00Z";
  await expect(kit.runSchedule({ cron_expression: "61 * * * *" }, { until })).rejects.toMatchObject(
    { code: "invalid_input", message: expect.stringContaining("61") },
  );
  await expect(
    kit.runSchedule({ cron_expression: "0 * * * *" }, { until: "soon" }),
  ).rejects.toMatchObject({ message: expect.stringContaining("'soon'") });
});
