// A program that runs pipelines again and again, and closes nothing.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorkspace } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const PIPELINE = `
import { pipeline, step } from "zenml";
const one = step("one", () => 1);
export const alone = pipeline("alone", () => one());
export const quiet = { onEvent: () => {} };
`;

const LOOP = `
import { readdirSync } from "node:fs";
import { getRun } from "zenml/post-execution";
import { alone, quiet } from "./alone.js";
const files = () => readdirSync("/proc/self/fd").length;
await alone.run(quiet);
const after = files();
for (let count = 0; count < 5; count += 1) {
  const { id } = await alone.run(quiet);
  await getRun(id);
}
console.log(files() - after);
`;

const GONE = `
import { rmSync } from "node:fs";
import { alone, quiet } from "./alone.js";
await alone.run({ ...quiet, name: "before" });
rmSync(process.env.ZENML_CONFIG_PATH, { recursive: true });
await alone.run({ ...quiet, name: "after" });
`;

const SIDE_BY_SIDE = `
import { alone, quiet } from "./alone.js";
const runs = await Promise.all([1, 2, 3].map((n) => alone.run({ ...quiet, name: "side " + n })));
console.log(runs.map(({ status }) => status).join());
`;

let work: Workspace;
beforeAll(async () => {
  work = await makeWorkspace({
    "alone.js": PIPELINE,
    "loop.js": LOOP,
    "gone.js": GONE,
    "side-by-side.js": SIDE_BY_SIDE,
  });
});
afterAll(() => work.remove());

async function node(script: string): Promise<string> {
  const env = { ...process.env, HOME: work.folder, ZENML_CONFIG_PATH: work.config };
  const { stdout } = await promisify(execFile)(process.execPath, [script], {
    cwd: work.folder,
    env,
  });
  return stdout.trim();
}

test.runIf(existsSync("/proc/self/fd"))("runs in a loop hold no more files than one", async () => {
  expect(await node("loop.js")).toBe("0");
});

test("runs at the same time are recorded by one store", async () => {
  expect(await node("side-by-side.js")).toBe("completed,completed,completed");
  const runs = await work.json("run", "list", "--filter", "name=startswith:side");
  expect(runs).toHaveLength(3);
});

test("a store that is deleted between two runs is made anew by the second one", async () => {
  await node("gone.js");
  expect(existsSync(join(work.config, "profiles", "default", "history.db"))).toBe(true);
  expect(await work.json("run", "list")).toMatchObject([{ name: "after" }]);
});
