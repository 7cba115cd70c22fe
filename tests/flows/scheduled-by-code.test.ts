import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorkspace } from "./workspace.js";
import type { Answer, Workspace } from "./workspace.js";

const PIPELINE = `
import { pipeline, step } from "zenml";
import * as z from "zod";

let tries = 0;
const add = step("add", { params: z.object({ amount: z.number() }), retry: { max_retries: 1, delay: 0 } }, (_, { params }) => {
  tries += 1;
  if (tries === 1) throw new Error("not yet");
  return params.amount;
});
export const adding = pipeline("adding", { params: z.object({ amount: z.number().default(1) }) },
  ({ params }) => add({}, { params: { amount: params.amount } }));
`;

const SCRIPT = `
import { adding } from "./pipeline.js";
const schedule = JSON.parse(process.argv[2]);
try {
  const made = await adding.run({ params: { amount: 7 }, schedule });
  console.log(JSON.stringify(made));
} catch (error) {
  console.log(JSON.stringify({ code: error.code, message: error.message }));
}
`;

let space: Workspace;
beforeAll(async () => {
  space = await makeWorkspace({ "pipeline.js": PIPELINE, "script.js": SCRIPT });
});
afterAll(() => space.remove());

function script(schedule: object): Promise<Answer> {
  const { NODE_EXTRA_CA_CERTS: _certificates, ...outer } = process.env;
  const own = { HOME: space.folder, ZENML_CONFIG_PATH: space.config, NO_COLOR: "1" };
  return new Promise((resolve) => {
    const args = ["script.js", JSON.stringify(schedule)];
    const options = { cwd: space.folder, env: { ...outer, ...own } };
    const child = execFile(process.execPath, args, options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

test("run({ schedule }) puts the pipeline on a schedule, which fires with the params of the script", async () => {
  const start = new Date(Date.now() - 86_400_000 * 0.5).toISOString();
  const schedule = { name: "daily", interval_second: 86_400, start_time: start, catchup: true };
  const made = await script(schedule);
  expect([made.code, JSON.parse(made.stdout)], made.stderr).toMatchObject([
    0,
    { name: "daily", pipeline_name: "adding", interval_second: 86_400, active: true },
  ]);
  expect(await space.json("run", "list")).toEqual([]);
  const again = await script(schedule);
  expect(JSON.parse(again.stdout)).toMatchObject({ id: JSON.parse(made.stdout).id });
  const fired = await space.zenml("schedule", "run", "--once");
  expect([fired.code, fired.stdout]).toEqual([0, "Fired 1 run.\n"]);
  expect(await space.json("run", "list")).toMatchObject([
    { status: "completed", parameters: { amount: 7 } },
  ]);
});

test("an attempt that failed stands in the log of its run", async () => {
  const { stdout } = await space.zenml("run", "logs", await newest(), "--step", "add");
  expect(stdout).toContain("attempt 1 failed: Error: not yet; the next one at once");
});

async function newest(): Promise<string> {
  const [run] = (await space.json("run", "list")) as { name: string }[];
  return run?.name ?? "";
}

test("a schedule that cannot be is refused with all that is wrong, and nothing is kept", async () => {
  const bad = await script({
    name: "bad",
    cron_expression: "61 * * * *",
    time_zone: "Nowhere/Land",
  });
  const { code, message } = JSON.parse(bad.stdout);
  expect([code, message]).toEqual([
    "invalid_input",
    expect.stringMatching(/61[^]*Nowhere\/Land|Nowhere\/Land[^]*61/),
  ]);
  expect(await space.json("schedule", "list")).toHaveLength(1);
});
