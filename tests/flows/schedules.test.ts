import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeWorkspace } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const PIPELINE = `
import { pipeline, step } from "zenml";
import * as z from "zod";

const add = step("add", { params: z.object({ amount: z.int().default(1) }) }, (_: {}, { params }) => {
  if (params.amount === 13) throw new Error("unlucky");
  return params.amount;
});
export const adding = pipeline("adding", { params: z.object({ amount: z.int().default(1) }) },
  ({ params }) => add({}, { params: { amount: params.amount } }));
`;

let workspace: Workspace;
beforeAll(async () => {
  workspace = await makeWorkspace({ "pipeline.ts": PIPELINE });
});
afterAll(() => workspace.remove());

const PAST = ["--interval", "1d", "--start", "2026-01-01", "--catchup"];

describe("schedules", () => {
  test("are refused with everything that is wrong with them", async () => {
    const { code, stderr } = await workspace.zenml(
      ...["schedule", "create", "bad", "pipelne.ts", "--cron", "61 * * * *", "--interval", "5m"],
      ...["--time-zone", "Europe/Berln", "--start", "soon", "--stack", "default"],
    );
    expect(code).toBe(1);
    for (const problem of [
      "it has a cron expression and an interval: keep one",
      "the cron expression '61 * * * *' cannot be read: Invalid value for minute: 61",
      "there is no time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?",
      "its start 'soon' is no time such as 2026-03-01T08:30",
      "There is no file 'pipelne.ts'.",
    ]) {
      expect(stderr).toContain(problem);
    }
  });

  test("are refused with params that the pipeline would refuse, and when they would never fire", async () => {
    const { code, stderr } = await workspace.zenml(
      ...["schedule", "create", "bad", "pipeline.ts", "--interval", "1h", "--param", "amount=x"],
      ...["--end", "2020-01-01"],
    );
    expect(code).toBe(1);
    expect(stderr).toContain("param 'amount'");
    expect(stderr).toMatch(/ends|never fire/);
  });

  test("are created, listed, paused, resumed and deleted", async () => {
    const created = await workspace.zenml(
      ...["schedule", "create", "nightly", "pipeline.ts:adding", "--cron", "0 3 * * *"],
      ...["--time-zone", "Europe/Berlin"],
    );
    expect(created).toMatchObject({ code: 0 });
    expect(created.stdout).toMatch(
      /^Created schedule `nightly`: pipeline `adding` is run next at /,
    );
    expect(await workspace.json("schedule", "list")).toMatchObject([
      { name: "nightly", cron_expression: "0 3 * * *", time_zone: "Europe/Berlin", active: true },
    ]);
    expect((await workspace.zenml("schedule", "pause", "nightly")).stdout).toBe(
      "Paused schedule `nightly`.\n",
    );
    expect(await workspace.json("schedule", "describe", "nightly")).toMatchObject({
      active: false,
      next: null,
    });
    expect(await workspace.json("schedule", "resume", "nightly")).toMatchObject({ active: true });
    expect((await workspace.zenml("schedule", "delete", "nightly", "--yes")).code).toBe(0);
    expect(await workspace.json("schedule", "list")).toEqual([]);
  });

  test("fire with their params, and survive a run that fails", async () => {
    const day = new Date(Date.now() - 86_400_000 * 1.5).toISOString();
    const due = ["--interval", "1d", "--start", day, "--catchup"];
    await workspace.zenml("schedule", "create", "good", "pipeline.ts", ...due, "-p", "amount=7");
    await workspace.zenml(
      "schedule",
      "create",
      "unlucky",
      "pipeline.ts",
      ...due,
      "-p",
      "amount=13",
    );
    const { code, stdout, stderr } = await workspace.zenml("schedule", "run", "--once");
    expect(stderr).toContain("Schedule `good` fires for ");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "Fired 4 runs, 2 failed.\n" });
    const runs = (await workspace.json("run", "list")) as { name: string; status: string }[];
    expect(runs.map(({ status }) => status).sort()).toEqual([
      "completed",
      "completed",
      "failed",
      "failed",
    ]);
    const good = await workspace.json("schedule", "describe", "good");
    const completed = runs.find(({ status }) => status === "completed");
    const run = await workspace.json("run", "describe", completed?.name ?? "");
    expect(run).toMatchObject({
      parameters: { amount: 7 },
      schedule_id: Reflect.get(Object(good), "id"),
    });
    const again = await workspace.zenml("schedule", "run", "--once");
    expect(again.stdout).toBe("Fired 0 runs.\n");
  });

  test("can begin in the past without firing for it", async () => {
    const args = ["schedule", "create", "later", "pipeline.ts", ...PAST.slice(0, 4)];
    expect((await workspace.zenml(...args)).code).toBe(0);
    expect((await workspace.zenml("schedule", "run", "--once")).stdout).toBe("Fired 0 runs.\n");
  });
});

test("a schedule in a run.yaml or in code puts the pipeline on it instead of running it", async () => {
  const before = (await workspace.json("run", "list")) as unknown[];
  await workspace.write(
    "run.yaml",
    "schedule: { name: from-file, cron_expression: 0 3 * * *, time_zone: UTC }\nparameters: { amount: 4 }\n",
  );
  const args = ["run", "pipeline.ts", "-c", "run.yaml"];
  expect((await workspace.zenml(...args)).stdout).toBe(
    "Pipeline `adding` is on schedule `from-file` and was not run now.\n",
  );
  await workspace.write("run.yaml", "schedule: { name: from-file, interval_second: 60 }\n");
  expect((await workspace.zenml(...args)).code).toBe(0);
  expect(await workspace.json("schedule", "describe", "from-file")).toMatchObject({
    cron_expression: null,
    interval_second: 60,
    export: "adding",
  });
  expect(await workspace.json("run", "list")).toHaveLength(before.length);
});

test("the loop ends with Ctrl-C", async () => {
  const loop = workspace.start("schedule", "run");
  let said = "";
  const ended = new Promise<number | null>((resolve) => loop.once("close", resolve));
  loop.stderr?.setEncoding("utf8").on("data", (text: string) => {
    if (!said.includes("Firing") && (said + text).includes("Firing")) loop.kill("SIGINT");
    said += text;
  });
  expect(await ended).toBe(0);
  expect(said).toContain("Ending once the runs under way have ended.");
});
