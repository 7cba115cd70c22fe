// Runs as a person makes them: the built command line, worker threads, the default stores.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorkspace } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const FILES = {
  "clean.ts": `export function clean(rows: number[]): number[] {\n  return rows.filter((row) => row >= 0);\n}\n`,
  "training.ts": `
import { html, json, pipeline, step } from "zenml";
import * as z from "zod";
import { clean } from "./clean.js";

const load = step("load", () => [3, -1, 2]);
const tidy = step("tidy", ({ rows }: { rows: number[] }) => clean(rows));
const train = step(
  "train",
  { params: z.object({ trees: z.number() }), outputs: { model: json<{ score: number }>(), page: html } },
  ({ rows }: { rows: number[] }, { params, log }) => {
    console.log("training with", params.trees);
    log.warn("few rows");
    return { model: { score: rows.length * params.trees }, page: html("<p>report</p>") };
  },
);
export const training = pipeline(
  "training",
  { params: z.object({ trees: z.number().default(10) }) },
  ({ params }) => train({ rows: tidy({ rows: load() }) }, { params: { trees: params.trees } }),
);
`,
  "failing.ts": `
import { pipeline, step } from "zenml";
const load = step("load", () => [1]);
const bad = step("bad", ({ rows }: { rows: number[] }) => {
  const missing = rows.find((row) => row > 5);
  if (missing === undefined) throw new RangeError("no row above 5");
  return missing;
});
const other = step("other", () => "fine");
const last = step("last", ({ value }: { value: number }) => value);
export const failing = pipeline("failing", () => {
  other();
  last({ value: bad({ rows: load() }) });
});
`,
  "exiting.ts": `
import { pipeline, step } from "zenml";
const leave = step("leave", (): number => process.exit(3));
const stay = step("stay", async () => "stayed");
export const exiting = pipeline("exiting", () => { leave(); stay(); });
`,
  "waiting.ts": `
import { setTimeout } from "node:timers/promises";
import { pipeline, step } from "zenml";
const wait = step("wait", async (_inputs, { signal, log }) => {
  log.info("waiting");
  await setTimeout(60_000, undefined, { signal });
});
const never = step("never", () => 1);
export const waiting = pipeline("waiting", () => never({}, { after: wait() }));
`,
  "computing.ts": `
import { pipeline, step } from "zenml";
const compute = step("compute", (_inputs, { log }) => {
  log.info("computing");
  for (;;);
});
export const computing = pipeline("computing", () => { compute(); });
`,
  "run.yaml":
    "run_name: from-file\nparameters:\n  trees: 20\nsteps:\n  train:\n    parameters:\n      trees: 30\n",
};

let space: Workspace;
beforeAll(async () => {
  space = await makeWorkspace(FILES);
});
const started: ChildProcess[] = [];
afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await space.remove();
});

async function statuses(run: string): Promise<Record<string, string>> {
  const steps = await space.json("step", "list", "--run", run, "--sort", "position");
  if (!Array.isArray(steps)) throw new Error("no list");
  return Object.fromEntries(steps.map((step) => [step.name, step.status]));
}

async function newestRun(): Promise<Record<string, unknown>> {
  const runs = await space.json("run", "list", "--limit", "1");
  if (!Array.isArray(runs)) throw new Error("no list");
  return runs[0];
}

test("a run tells its steps, records them, and is served from the cache the next time", async () => {
  const first = await space.zenml("run", "training.ts", "--name", "one");
  expect(first).toMatchObject({ code: 0 });
  expect(first.stdout).toMatch(/^Pipeline run one has finished in .* \(3 completed\)\.\n$/);
  expect(first.stderr).toMatch(/✔ tidy +completed/);
  expect(first.stderr).toContain("[train] training with 10");
  const second = await space.zenml("run", "training.ts", "--name", "two");
  expect(second.stdout).toContain("(3 cached)");
  expect(await statuses("two")).toEqual({ load: "cached", tidy: "cached", train: "cached" });
});

test("a param runs exactly what it reaches, and `step why` says so", async () => {
  await space.zenml("run", "training.ts", "--param", "trees=80", "--name", "three");
  expect(await statuses("three")).toEqual({ load: "cached", tidy: "cached", train: "completed" });
  const why = await space.zenml("step", "why", "three", "train");
  expect(why.stdout).toMatch(/trees.*10.*80/s);
  expect((await space.zenml("step", "why", "three", "tidy")).stdout).toMatch(/cache/i);
});

test("a helper that changes runs exactly what it reaches, and is named", async () => {
  await space.write(
    "clean.ts",
    `export function clean(rows: number[]): number[] {\n  return rows.filter((row) => row > 2);\n}\n`,
  );
  await space.zenml("run", "training.ts", "--name", "four");
  expect(await statuses("four")).toEqual({ load: "cached", tidy: "completed", train: "completed" });
  expect((await space.zenml("step", "why", "four", "tidy")).stdout).toContain("clean");
});

test("a comment changes nothing", async () => {
  await space.write(
    "clean.ts",
    `// Keeps what is large.\nexport function clean(rows: number[]): number[] {\n  return rows.filter((row) => row > 2); // strictly\n}\n`,
  );
  await space.zenml("run", "training.ts", "--name", "five");
  expect(await statuses("five")).toEqual({ load: "cached", tidy: "cached", train: "cached" });
});

test("--no-cache executes every step", async () => {
  await space.zenml("run", "training.ts", "--no-cache", "--name", "six");
  expect(await statuses("six")).toEqual({
    load: "completed",
    tidy: "completed",
    train: "completed",
  });
});

test("a configuration file is heard, and flags win over it", async () => {
  await space.zenml("run", "training.ts", "--config", "run.yaml");
  expect(await newestRun()).toMatchObject({ name: "from-file", parameters: { trees: 20 } });
  const [train] = (await space.json(
    "step",
    "list",
    "--run",
    "from-file",
    "--filter",
    "name=train",
  )) as unknown[];
  expect(train).toMatchObject({ parameters: { trees: 30 } });
  await space.zenml(
    "run",
    "training.ts",
    "--config",
    "run.yaml",
    "--param",
    "trees=40",
    "--name",
    "flagged",
  );
  expect(await newestRun()).toMatchObject({ name: "flagged", parameters: { trees: 40 } });
});

test("in this process and in workers a run comes to the same", async () => {
  await space.zenml("run", "training.ts", "--in-process", "--no-cache", "--name", "inside");
  const read = (run: string) => space.zenml("artifact", "read", `${run}/train/model`);
  expect((await read("inside")).stdout).toBe((await read("six")).stdout);
  expect((await space.zenml("run", "logs", "inside")).stdout).toContain("training with 10");
});

test("a failing step names its line and inputs; the others finish and the exit code is 1", async () => {
  const answer = await space.zenml("run", "failing.ts", "--name", "broken");
  expect(answer.code).toBe(1);
  expect(answer.stderr).toMatch(/Step 'bad' failed at failing\.ts:6:\d+/);
  expect(answer.stderr).toContain("RangeError: no row above 5");
  expect(answer.stderr).toContain("rows = load.output");
  expect(await statuses("broken")).toEqual({
    load: "completed",
    bad: "failed",
    other: "completed",
    last: "skipped",
  });
  expect((await space.zenml("run", "describe", "broken")).stdout).toMatch(/failing\.ts:6/);
});

test("a step that exits its process fails; the run goes on", async () => {
  const answer = await space.zenml("run", "exiting.ts", "--name", "left");
  expect(answer.code).toBe(1);
  expect(await statuses("left")).toEqual({ leave: "failed", stay: "completed" });
});

async function interrupted(file: string, name: string, times: number): Promise<number | null> {
  const child = space.start("run", file, "--name", name);
  started.push(child);
  let seen = "";
  child.stdout?.resume();
  await new Promise<void>((resolve, reject) => {
    child.on("exit", () => reject(new Error(`ended before it was interrupted: ${seen}`)));
    child.stderr?.on("data", (chunk) => {
      seen += String(chunk);
      if (seen.includes("[info]")) resolve();
    });
  });
  child.kill("SIGINT");
  if (times > 1) setTimeout(() => child.kill("SIGINT"), 100);
  const [code] = await once(child, "exit");
  return typeof code === "number" ? code : null;
}

test("Ctrl-C tells the steps and ends the run as cancelled", async () => {
  expect(await interrupted("waiting.ts", "stopped", 1)).toBe(130);
  expect(await newestRun()).toMatchObject({ name: "stopped", status: "cancelled" });
  expect(await statuses("stopped")).toEqual({ wait: "cancelled", never: "cancelled" });
});

test("a step that computes and hears nothing is ended all the same", async () => {
  expect(await interrupted("computing.ts", "ended", 1)).toBe(130);
  expect(await newestRun()).toMatchObject({ name: "ended", status: "cancelled" });
});

test("a second Ctrl-C ends at once", async () => {
  expect(await interrupted("computing.ts", "at-once", 2)).toBe(130);
  // One that waited for its steps would have recorded that the run was cancelled.
  expect(await newestRun()).toMatchObject({ name: "at-once", status: "interrupted" });
});

test("a pipeline's graph is printed as JSON", async () => {
  const graph = await space.json("pipeline", "compile", "training.ts", "--param", "trees=7");
  expect(graph).toMatchObject({ version: 1, name: "training", params: { trees: 7 } });
});

test("values are read back by names, with who made and who used them", async () => {
  expect((await space.zenml("artifact", "read", "six/load")).stdout.trim()).toMatch(
    /^\[\s*3,\s*-1,\s*2\s*\]$/,
  );
  expect((await space.zenml("artifact", "describe", "six/tidy")).stdout).toMatch(/six\/train/);
});

test("deleting a pipeline asks, and leaves its runs unlisted", async () => {
  const asked = await space.zenml("pipeline", "delete", "failing");
  expect(asked.code).toBe(2);
  expect(asked.stderr).toContain("--yes");
  expect((await space.zenml("pipeline", "delete", "failing", "--yes")).code).toBe(0);
  expect(await space.json("run", "describe", "broken")).toMatchObject({
    pipeline_id: null,
    status: "failed",
  });
});

test("a run is deleted with its steps; what it wrote stays", async () => {
  const id = (await space.json("artifact", "describe", "left/stay")) as { id: string };
  expect((await space.zenml("run", "delete", "left", "--yes")).code).toBe(0);
  expect((await space.zenml("run", "describe", "left")).code).toBe(1);
  expect(await space.json("artifact", "describe", id.id)).toMatchObject({ run_id: null });
});
