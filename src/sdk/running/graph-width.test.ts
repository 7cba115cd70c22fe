import { expect, test } from "vitest";
import type { Graph, GraphStep } from "../../domain/graph.js";
import { graphWidth } from "./graph-width.js";

function graphOf(wiring: Readonly<Record<string, readonly string[]>>): Graph {
  const base = { step: "s", description: null, source: null, inputs: {}, params: {}, outputs: {} };
  const common = { enable_cache: true, settings: {}, extra: {} };
  const steps = Object.entries(wiring).map(([name, upstream]): GraphStep => ({
    ...base,
    ...common,
    name,
    upstream: [...upstream],
  }));
  return { version: 1, name: "p", description: null, params: {}, ...common, steps };
}

test.each([
  ["a chain", { a: [], b: ["a"], c: ["b"] }, 1],
  ["three side by side", { a: [], b: ["a"], c: ["a"], d: ["a"], e: ["b", "c", "d"] }, 3],
  ["an empty graph", {}, 1],
])("%s is %o wide", (_, wiring, width) => {
  expect(graphWidth(graphOf(wiring))).toBe(width);
});

test.each([
  ["as wide as it may be", {}, Number.POSITIVE_INFINITY],
  ["as wide as it lets under way at once", { concurrency: 3 }, 3],
])("a map is %s", (_, limit, width) => {
  const graph = graphOf({ load: [], train: ["load"] });
  const map = { name: "train", over: {}, upstream: ["load"], outputs: {}, ...limit };
  const steps = graph.steps.map((step) =>
    step.name === "train" ? { ...step, map: "train" } : step,
  );
  const maps = [{ ...map, failure_policy: "stop" as const, collect: "array" as const }];
  expect(graphWidth({ ...graph, steps, maps })).toBe(width);
});

test("steps that do not count make a graph no wider", () => {
  const { steps, ...graph } = graphOf({ a: [], b: [], c: ["a"], d: ["a"], e: ["b"] });
  const named = steps.map((step) => ({ ...step, step: step.name }));
  expect(graphWidth({ ...graph, steps: named }, (step) => step === "a" || step === "e")).toBe(1);
  expect(graphWidth({ ...graph, steps: named }, (step) => step !== "e")).toBe(2);
});
