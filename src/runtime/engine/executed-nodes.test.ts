import { expect, test } from "vitest";
import type { Graph, GraphMap, GraphStep } from "../../domain/graph.js";
import { executedNodes, nodeNamed } from "./executed-nodes.js";

const COMMON = { enable_cache: true, settings: {}, extra: {} };

function step(name: string, upstream: string[], map?: string): GraphStep {
  const base = { step: name, description: null, source: null, inputs: {}, params: {}, outputs: {} };
  return { ...base, ...COMMON, name, upstream, ...(map === undefined ? {} : { map }) };
}

const score: GraphMap = {
  name: "score",
  over: {},
  upstream: ["files"],
  failure_policy: "stop",
  collect: "array",
  outputs: {},
};

const graph: Graph = {
  version: 1,
  name: "p",
  description: null,
  params: {},
  ...COMMON,
  steps: [
    step("files", []),
    step("other", []),
    step("score.read", [], "score"),
    step("score.rate", ["score.read"], "score"),
    step("score.count", [], "score"),
    step("sum", ["score"]),
  ],
  maps: [score],
};

test.each([
  ["files", ["files", "score", "score.count", "score.rate", "score.read", "sum"]],
  ["sum", ["sum"]],
  ["score", ["score", "score.count", "score.rate", "score.read", "sum"]],
  ["score.read", ["score", "score.rate", "score.read", "sum"]],
  ["other", ["other"]],
])("from '%s' on, exactly what depends on it is executed", (from, expected) => {
  expect([...executedNodes(graph, from)].sort()).toEqual(expected);
});

test("an item stands for its step, and a name that is none is answered with the nearest", () => {
  expect(nodeNamed(graph, "score[3].read")).toBe("score.read");
  expect(() => nodeNamed(graph, "summ")).toThrow(/no step 'summ'/);
});
