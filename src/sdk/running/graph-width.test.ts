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
