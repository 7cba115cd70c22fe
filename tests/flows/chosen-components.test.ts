import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod/mini";
import { makeWorkspace } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const PIPELINE = `
import { commandStep, pipeline, step } from "zenml";
import * as z from "zod";

const load = step("load", () => ({ pid: process.pid, argument: process.argv[1] ?? "" }));

const train = step(
  "train",
  { params: z.object({ trees: z.number().default(50) }), step_operator: "apart", experiment_tracker: "tracker" },
  ({ data }: { data: { pid: number } }, { params, experiment, log }) => {
    log.info("training");
    console.log("printed");
    experiment.logMetrics({ loss: 0.5 });
    experiment.logMetrics({ loss: 0.25, accuracy: 0.75 });
    experiment.setTags({ team: "penguins" });
    return { own: process.pid !== data.pid, argument: process.argv[1] ?? "", trees: params.trees };
  },
);

const told = commandStep("told", {
  experiment_tracker: "tracker",
  command: [process.execPath, "-e", "require('node:fs').writeFileSync(process.argv[1], process.env.MLFLOW_RUN_ID ?? 'none')", "{outputs.output}"],
});

export const training = pipeline("training", () => {
  const model = train({ data: load() });
  told({});
  return model;
});
`;

const BAD = `
import { pipeline, step } from "zenml";

const crash = step("crash", { step_operator: "apart", experiment_tracker: "tracker" }, () => {
  process.kill(process.pid, "SIGSEGV");
});
const grow = step(
  "grow",
  { step_operator: "apart", settings: { resources: { memory: "300MB" } } },
  async () => {
    const kept: Buffer[] = [];
    for (;;) {
      kept.push(Buffer.alloc(2e7, 1));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  },
);
const unsteady = step(
  "unsteady",
  { experiment_tracker: "tracker", retry: { max_retries: 1, delay: 0 } },
  (_inputs, { experiment, metadata, step: { attempt } }) => {
    experiment.logMetrics({ loss: attempt });
    metadata.step({ seen: attempt });
    throw new RangeError("diverged");
  },
);
const deaf = step("deaf", { step_operator: "apart", timeout: 0.3 }, () => {
  for (;;) Math.sqrt(2);
});
export const bad = pipeline("bad", () => {
  crash();
  grow();
  deaf();
  unsteady();
});

const nowhere = step("nowhere", (_inputs, { experiment }) => experiment.logMetrics({ loss: 1 }));
export const untracked = pipeline("untracked", () => nowhere());
`;

let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeWorkspace({ "training.ts": PIPELINE, "bad.ts": BAD });
  const commands = [
    ["step-operator", "register", "apart", "--flavor=local"],
    ["experiment-tracker", "register", "tracker", "--flavor=mlflow", "--tracking_uri=runs"],
    ["stack", "update", "default", "-s", "apart", "-e", "tracker"],
  ];
  for (const command of commands) {
    const answer = await workspace.zenml(...command);
    expect(answer.code).toBe(0);
  }
});

afterAll(() => workspace.remove());

const StepRow = z.object({
  status: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  failure: z.nullable(z.object({ name: z.string(), message: z.string() })),
});

const Recorded = z.object({ id: z.string() });
const Attempts = z.object({
  experiment: Recorded,
  attempts: z.array(z.object({ experiment: Recorded })),
});

async function stepOf(run: string, name: string) {
  return StepRow.parse(await workspace.json("step", "describe", `${run}/${name}`));
}

function mlflowRuns(): string[] {
  const root = join(workspace.folder, "runs");
  return readdirSync(root).flatMap((experiment) =>
    readdirSync(join(root, experiment), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(root, experiment, entry.name)),
  );
}

function runOf(step: string): string {
  const folder = mlflowRuns().find(
    (one) => readFileSync(join(one, "tags", "zenml.step"), "utf8") === step,
  );
  if (folder === undefined) throw new Error(`no run of ${step}`);
  return folder;
}

test("a step that names an operator is executed by it, and one that names a tracker is recorded", async () => {
  const answer = await workspace.zenml("run", "training.ts", "--name", "first");
  expect(answer.stderr + answer.stdout).toContain("first");
  expect(answer.code).toBe(0);
  const value = await workspace.zenml("artifact", "read", "first/train");
  expect(value.stdout).toContain("worker.cjs");
  const train = await stepOf("first", "train");
  expect(train.metadata["experiment"]).toMatchObject({
    tracker: "tracker",
    params: { trees: 50 },
    metrics: { loss: 0.25, accuracy: 0.75 },
    tags: { team: "penguins" },
  });
  const folder = runOf("train");
  expect(readFileSync(join(folder, "metrics", "loss"), "utf8")).toMatch(
    /^\d+ 0.5 0\n\d+ 0.25 1\n$/,
  );
  expect(readFileSync(join(folder, "params", "trees"), "utf8")).toBe("50");
  expect(readFileSync(join(folder, "meta.yaml"), "utf8")).toMatch(/^status: 3$/m);
  const log = await workspace.zenml("run", "logs", "first");
  expect(log.stdout).toContain("training");
  expect(log.stdout).toContain("printed");
});

test("programs of other languages find the experiment by their variables", async () => {
  const value = await workspace.zenml("artifact", "read", "first/told");
  expect(runOf("told")).toContain(/[0-9a-f]{32}/.exec(value.stdout)?.[0] ?? "nothing");
});

test("what a step does to its own process fails the step alone, and its experiment", async () => {
  const answer = await workspace.zenml("run", "bad.ts:bad", "--name", "worst");
  expect(answer.code).toBe(1);
  expect((await stepOf("worst", "crash")).failure).toMatchObject({ name: "StepCrashed" });
  expect(readFileSync(join(runOf("crash"), "meta.yaml"), "utf8")).toMatch(/^status: 4$/m);
  expect((await stepOf("worst", "grow")).failure).toMatchObject({
    name: "StepOutOfMemory",
    message: expect.stringContaining("300MB"),
  });
  expect((await stepOf("worst", "deaf")).failure).toMatchObject({ name: "StepTimeout" });
});

test("what a step recorded before it failed stands in its record, for each attempt", async () => {
  const unsteady = await stepOf("worst", "unsteady");
  expect(unsteady).toMatchObject({
    status: "failed",
    failure: { name: "RangeError" },
    metadata: {
      seen: 2,
      experiment: { tracker: "tracker", metrics: { loss: 2 } },
      attempts: [{ attempt: 1, experiment: { tracker: "tracker", metrics: { loss: 1 } } }],
    },
  });
  const { experiment, attempts } = Attempts.parse(unsteady.metadata);
  expect(attempts.map((one) => one.experiment.id)).not.toContain(experiment.id);
  expect(mlflowRuns().some((folder) => folder.endsWith(experiment.id))).toBe(true);
  const crash = await stepOf("worst", "crash");
  expect(crash.metadata["experiment"]).toEqual({
    tracker: "tracker",
    id: expect.stringMatching(/[0-9a-f]{32}$/),
    url: expect.any(String),
  });
});

test("a step that records without a tracker is told how to name one", async () => {
  const answer = await workspace.zenml("run", "bad.ts:untracked", "--name", "nowhere");
  expect(answer.code).toBe(1);
  expect(answer.stderr + answer.stdout).toContain("names no tracker");
  expect(existsSync(join(workspace.folder, "mlruns"))).toBe(false);
});
