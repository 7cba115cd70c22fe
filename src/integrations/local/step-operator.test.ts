import { expect, test } from "vitest";
import { testStepOperator } from "../../testing/test-step-operator.js";
import type { StepLaunch } from "../../stack/step-operator.js";
import { TELLS_MEMORY } from "../../util/watch-memory.js";
import { localStepOperator } from "./step-operator.js";

testStepOperator(test, () => localStepOperator());

function launched(script: string, options: Partial<StepLaunch> = {}) {
  const printed: string[] = [];
  const ended = localStepOperator().launch({
    run: { id: "1", name: "run" },
    step: { id: "2", name: "train" },
    pipeline: "training",
    attempt: 1,
    command: [process.execPath, "-e", script],
    environment: {},
    folder: ".",
    resources: {},
    settings: {},
    print: (stream, line) => printed.push(`${stream}: ${line}`),
    signal: new AbortController().signal,
    ...options,
  });
  return { printed, ended };
}

test("what a command prints is told by the line", async () => {
  const { printed, ended } = launched('console.log("a\\nb"); console.error("c")');
  await ended;
  expect(printed.toSorted()).toEqual(["stderr: c", "stdout: a", "stdout: b"]);
});

test("numeric libraries are told how many cores are the step's", async () => {
  const { printed, ended } = launched("console.log(process.env.OMP_NUM_THREADS)", {
    resources: { cpu_count: 1.5 },
  });
  await ended;
  expect(printed).toEqual(["stdout: 1"]);
});

test.runIf(TELLS_MEMORY)("a command beyond its memory is ended, and the limit named", async () => {
  const grow = "const kept = []; setInterval(() => kept.push(Buffer.alloc(2e7, 1)), 5)";
  const { ended } = launched(grow, { resources: { memory: "200MB" } });
  expect(await ended).toEqual({ type: "out_of_memory", limit: "200MB" });
});

test.runIf(TELLS_MEMORY)("the memory of what a command starts counts as its own", async () => {
  const grow = "const kept = []; setInterval(() => kept.push(Buffer.alloc(2e7, 1)), 5)";
  const start = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grow)}])`;
  const { ended } = launched(start, { resources: { memory: "200MB" } });
  expect(await ended).toEqual({ type: "out_of_memory", limit: "200MB" });
});
