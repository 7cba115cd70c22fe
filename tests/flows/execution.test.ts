// Retries, limits, hooks and isolation as a person meets them: the built command line, and a script.
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorkspace } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const PIPELINES = `
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { pipeline, step } from "zenml";

const lines = (file: string) => (existsSync(file) ? readFileSync(file, "utf8").split("\\n").length : 1);

const fetchRows = step(
  "fetch_rows",
  { retry: { max_retries: 3, delay: 0.01 }, on_failure: () => appendFileSync("hooks.txt", "fetch failed\\n") },
  () => {
    appendFileSync("tries.txt", "try\\n");
    if (lines("tries.txt") <= 3) throw new Error("no answer");
    return 7;
  },
);
export const retried = pipeline(
  "retried",
  { on_success: ({ run, status }) => appendFileSync("hooks.txt", \`\${run.pipeline} \${status}\\n\`) },
  () => fetchRows(),
);

const native = step(
  "native",
  { isolation: "process", on_failure: ({ failure }) => appendFileSync("hooks.txt", \`\${failure?.name}\\n\`) },
  () => {
    console.error("entering native code");
    process.kill(process.pid, "SIGSEGV");
    return sleep(10_000);
  },
);
const calm = step("calm", () => sleep(200).then(() => "fine"));
export const crashing = pipeline("crashing", () => {
  native();
  calm();
});

const slow = step("slow", { timeout: 0.2 }, () => {
  for (;;) Math.random();
});
export const slowly = pipeline("slowly", () => {
  slow();
  calm();
});

const exits = step("exits", () => process.exit(0));
const waits = step("waits", () => new Promise(() => undefined));
export const leaving = pipeline("leaving", () => {
  exits();
  waits();
  calm();
});

const whoAmI = step("who_am_i", { isolation: "process" }, () => {
  appendFileSync("pid.txt", String(process.pid));
});
export const apart = pipeline("apart", () => whoAmI());

const busy = step("busy", { isolation: "process" }, () => {
  appendFileSync("busy.txt", String(process.pid));
  for (;;) Math.random();
});
export const endless = pipeline("endless", () => busy());
`;

const SCRIPT = `
import { apart } from "./pipelines.js";
import { readFileSync } from "node:fs";
await apart.run({ onEvent: () => {}, enable_cache: false });
console.log(readFileSync("pid.txt", "utf8") === String(process.pid) ? "here" : "apart");
`;

const ALONE = `
import { pipeline, step } from "zenml";
const apart = step("apart", { isolation: "process" }, () => 1);
export const alone = pipeline("alone", () => apart());
await alone.run().catch((error) => console.log(error.code, error.message, error.hint));
`;

let work: Workspace;
beforeAll(async () => {
  work = await makeWorkspace({
    "pipelines.ts": PIPELINES,
    "pipelines.js": PIPELINES.replaceAll(": string", ""),
    "script.js": SCRIPT,
    "alone.js": ALONE,
  });
});
afterAll(() => work.remove());

const read = (file: string) => readFileSync(join(work.folder, file), "utf8");

interface StepRow {
  readonly name: string;
  readonly status: string;
  readonly attempt: number;
  readonly metadata: { readonly attempts?: readonly unknown[] };
  readonly failure: {
    readonly name: string;
    readonly message: string;
    readonly stack: string;
  } | null;
}

async function run(name: string, ...flags: readonly string[]) {
  const answer = await work.zenml("run", `pipelines.ts:${name}`, "--name", name, ...flags);
  const steps = new Map<string, StepRow>();
  const described = (await work.json("run", "describe", name)) as {
    readonly steps: readonly { readonly name: string }[];
  };
  for (const { name: step } of described.steps) {
    steps.set(step, (await work.json("step", "describe", name, step)) as StepRow);
  }
  return { ...answer, steps };
}

function script(file: string): Promise<string> {
  const env = { ...process.env, HOME: work.folder, ZENML_CONFIG_PATH: work.config };
  return new Promise((resolve) => {
    execFile(process.execPath, [file], { cwd: work.folder, env }, (_, stdout, stderr) =>
      resolve(`${stdout}${stderr}`),
    );
  });
}

test("a step that fails twice completes at the third try, and its failures can be read", async () => {
  const { code, steps } = await run("retried");
  expect(code).toBe(0);
  expect(steps.get("fetch_rows")).toMatchObject({
    status: "completed",
    attempt: 3,
    metadata: { attempts: [{ attempt: 1, message: "no answer" }, { attempt: 2 }] },
  });
  expect(read("tries.txt")).toBe("try\ntry\ntry\n");
});

test("hooks: none of a step between its tries, one of the pipeline when it has ended", () => {
  expect(read("hooks.txt")).toBe("retried completed\n");
});

test("a native crash fails its step and no other, and its hook is called all the same", async () => {
  const { code, steps, stderr } = await run("crashing");
  expect(code).toBe(1);
  expect(steps.get("native")).toMatchObject({
    status: "failed",
    failure: { name: "StepCrashed", stack: expect.stringContaining("entering native code") },
  });
  expect(steps.get("calm")?.status).toBe("completed");
  expect(stderr).toContain("SIGSEGV");
  expect(read("hooks.txt")).toContain("StepCrashed\n");
  const { stdout } = await work.zenml("run", "logs", "crashing");
  expect(stdout).toContain("entering native code");
});

test("a step that computes longer than it may is ended, and no other", async () => {
  const { steps } = await run("slowly", "--no-cache");
  expect(steps.get("slow")).toMatchObject({ status: "failed", failure: { name: "StepTimeout" } });
  expect(steps.get("calm")?.status).toBe("completed");
});

test.each([[[]], [["--in-process"]]])(
  "a step that leaves or waits for nothing fails (%o)",
  async (flags) => {
    const { code, steps } = await run("leaving", "--no-cache", ...flags);
    expect(code).toBe(1);
    expect(steps.get("exits")?.failure?.name).toBe("StepExited");
    expect(steps.get("waits")?.failure?.name).toBe("StepNeverSettled");
    expect(steps.get("calm")?.status).toBe("completed");
    await work.zenml("run", "delete", "leaving", "--yes");
  },
);

test("a script's step has a process of its own where the pipeline has a file of its own", async () => {
  expect(await script("script.js")).toBe("apart\n");
});

test("a script that is the pipeline's own file is refused before the run", async () => {
  const told = await script("alone.js");
  expect(told).toContain("pipeline_invalid Step 'apart' asks for a process of its own");
  expect(told).toContain("Let a file of its own export the pipeline");
});

test("a step's process ends with the run's, though it computes", async () => {
  const child = work.start("run", "pipelines.ts:endless");
  await expect
    .poll(() => existsSync(join(work.folder, "busy.txt")) && read("busy.txt"), { timeout: 30_000 })
    .toMatch(/^\d/);
  child.kill("SIGKILL");
  const pid = Number(read("busy.txt"));
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
