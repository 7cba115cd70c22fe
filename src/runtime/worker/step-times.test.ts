import { expect, test } from "vitest";
import type { StepTask } from "../step-task.js";
import { StepTimes } from "./step-times.js";

function task(definition: string): StepTask {
  return {
    run: { id: "1", name: "run" },
    step: { id: "2", name: `${definition}_7`, definition },
    node: "a",
    pipeline: "pipeline",
    attempt: 1,
    params: {},
    inputs: {},
    outputs: {},
  };
}

test("of a step that never ran nothing is known, so it may take for ever", () => {
  const times = new StepTimes();
  expect(times.isShort(task("new"))).toBe(false);
  expect(times.atLeast(task("new"))).toBe(Number.POSITIVE_INFINITY);
});

test("calls of one step tell about each other, and not about other steps", () => {
  const times = new StepTimes();
  times.learn(task("short"), 0.5);
  expect(times.isShort(task("short"))).toBe(true);
  expect(times.isShort(task("other"))).toBe(false);
});

test("one long call makes a step long, until some short ones have followed", () => {
  const times = new StepTimes();
  for (const duration of [0.5, 4]) times.learn(task("step"), duration);
  expect(times.isShort(task("step"))).toBe(false);
  for (let count = 0; count < 4; count += 1) times.learn(task("step"), 0.5);
  expect(times.isShort(task("step"))).toBe(true);
});

test("what a step takes at least follows it when it gets slower", () => {
  const times = new StepTimes();
  times.learn(task("step"), 1);
  for (let count = 0; count < 20; count += 1) times.learn(task("step"), 50);
  expect(times.atLeast(task("step"))).toBe(50);
});
