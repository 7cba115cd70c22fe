import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod/mini";
import { TELLS_MEMORY } from "../../src/util/watch-memory.js";
import { makeWorkspace } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const GROW = `
const kept = [];
setInterval(() => kept.push(Buffer.alloc(2e7, 1)), 10);
`;

const STEPS = `
import { commandStep, pipeline, step } from "zenml";

const wait = commandStep("wait", {
  folder: ".",
  command: [process.execPath, "-e", \`
    const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"]);
    require("node:fs").writeFileSync("pids.part", process.pid + " " + child.pid);
    require("node:fs").renameSync("pids.part", "pids");
    setInterval(() => undefined, 1000);
  \`],
});
export const waiting = pipeline("waiting", () => wait({}));

const settings = { resources: { memory: "300MB" } };
const fill = async () => {
  const kept: Buffer[] = [];
  for (;;) {
    kept.push(Buffer.alloc(2e7, 1));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const grow = step("grow", { isolation: "process", settings }, fill);
const anywhere = step("anywhere", { settings }, fill);
const thread = step("thread", { isolation: "thread", settings }, fill);
const command = commandStep("command", { settings, command: [process.execPath, "-e", ${JSON.stringify(GROW)}] });
const modest = step("modest", { isolation: "process", settings }, () => Buffer.alloc(1e7, 1).length);
export const growing = pipeline("growing", () => {
  grow();
  anywhere();
  thread();
  command({});
  modest();
});
`;

let workspace: Workspace;
beforeAll(async () => {
  workspace = await makeWorkspace({ "steps.ts": STEPS });
});
afterAll(() => workspace.remove());

function isThere(pid: number): boolean {
  try {
    // One that ended and that nobody has asked about yet is a zombie, which does nothing any more.
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/\) [ZX] /.test(text);
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}

test.runIf(process.platform === "linux")(
  "a command and what it started end when the run is killed",
  async () => {
    const run = workspace.start("run", "steps.ts:waiting");
    const file = join(workspace.folder, "pids");
    await until(() => existsSync(file));
    const pids = readFileSync(file, "utf8").split(" ").map(Number);
    expect(pids.map(isThere)).toEqual([true, true]);
    run.kill("SIGKILL");
    await until(() => !pids.some(isThere));
  },
);

const Step = z.object({
  status: z.string(),
  failure: z.nullable(z.object({ name: z.string(), message: z.string() })),
});

test.runIf(TELLS_MEMORY)(
  "steps wherever they would be executed, and commands, fail beyond their memory, and the limit is named",
  async () => {
    const answer = await workspace.zenml("run", "steps.ts:growing", "--name", "growing");
    expect(answer.code).toBe(1);
    const stepOf = async (name: string) =>
      Step.parse(await workspace.json("step", "describe", `growing/${name}`));
    const failure = {
      name: "StepOutOfMemory",
      message: expect.stringContaining("its limit of 300MB"),
    };
    for (const name of ["grow", "anywhere", "thread", "command"]) {
      expect(await stepOf(name), name).toMatchObject({ status: "failed", failure });
    }
    expect(await stepOf("modest")).toMatchObject({ status: "completed" });
  },
);
