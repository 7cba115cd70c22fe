import { expect, test } from "vitest";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import type { StepDefinition, StepFunction } from "../definition.js";
import type { StepTask } from "../step-task.js";
import { executeStep } from "./execute-step.js";

const TASK: StepTask = {
  run: { id: "1", name: "run" },
  step: { id: "2", name: "count_3", definition: "count" },
  node: "count_3",
  pipeline: "pipeline",
  attempt: 1,
  params: {},
  inputs: { start: { value: 40 } },
  outputs: { output: "auto" },
};

/** Small values never get there. */
const NO_STORE: ArtifactStore = {
  write: () => Promise.reject(new Error("not asked for")),
  read: () => Promise.reject(new Error("not asked for")),
  stream: () => {
    throw new Error("not asked for");
  },
  exists: () => Promise.resolve(false),
};

function execute(fn: StepFunction, signal = new AbortController().signal) {
  const definition: StepDefinition = {
    name: "count",
    description: null,
    fn,
    params: undefined,
    defaults: {},
    outputs: undefined,
    configuration: {},
    source: null,
  };
  return executeStep(
    TASK,
    { definition, params: {} },
    { materializers: new Map(), artifactStore: NO_STORE, signal, log: () => {}, projectRoot: "/" },
  );
}

test("a step gets its inputs, and what it returns is written", async () => {
  const outcome = await execute(({ start }) => Number(start) + 2);
  expect(outcome).toMatchObject({ status: "completed", outputs: { output: { inline: "42" } } });
});

test("a step that was cancelled before its turn is not begun", async () => {
  let calls = 0;
  const outcome = await execute(() => (calls += 1), AbortSignal.abort());
  expect(outcome.status).toBe("cancelled");
  expect(calls).toBe(0);
});

test("what a step noted before it failed is a part of its outcome, but for what is no JSON", async () => {
  const outcome = await execute((_inputs, { metadata }) => {
    metadata.step({ rows: 3 });
    Reflect.apply(metadata.step, undefined, [{ call: () => 1 }]);
    throw new RangeError("too many");
  });
  expect(outcome).toMatchObject({ status: "failed", failure: { name: "RangeError" } });
  expect(outcome.metadata).toEqual({ rows: 3 });
});

test("what a step throws is its outcome, under the name of the call", async () => {
  const outcome = await execute(() => {
    throw new RangeError("too many");
  });
  const failure = { name: "RangeError", message: "too many", step: "count_3" };
  expect(outcome).toMatchObject({ status: "failed", failure });
});
