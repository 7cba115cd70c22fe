import { expect, test } from "vitest";
import type { Graph, GraphStep } from "../../domain/graph.js";
import { runDifferences } from "./run-differences.js";

const COMMON = { enable_cache: true, settings: {}, extra: {} };

function step(name: string, set: Partial<GraphStep> = {}): GraphStep {
  const base = { step: name, description: null, source: null, inputs: {}, upstream: [] };
  return { ...base, ...COMMON, params: {}, outputs: { output: "auto" }, name, ...set };
}

function graph(...steps: GraphStep[]): Graph {
  return { version: 1, name: "p", description: null, params: {}, ...COMMON, steps };
}

const BEFORE = graph(
  step("load"),
  step("train", { inputs: { rows: { step: "load", output: "output" } }, params: { trees: 50 } }),
);

function messages(now: Graph, code: Record<string, string> = {}): string[] {
  const before = { graph: BEFORE, code: { load: "a" } };
  return runDifferences(before, { graph: now, code: { load: "a", ...code } }).map(
    ({ message }) => message,
  );
}

test("what is the same has no differences, wherever it stands in its file and whatever is said about it", () => {
  const source = { file: "p.ts", line: 3, column: 1 };
  const moved = BEFORE.steps.map((one) => ({ ...one, source, description: "now with words" }));
  expect(messages({ ...BEFORE, steps: moved })).toEqual([]);
});

test("every difference is named, by the step that has it", () => {
  const inputs = { rows: { step: "tidy", output: "output" }, extra: { value: 3 } };
  const now = graph(
    step("tidy"),
    step("train", { inputs, params: { trees: 80 }, retry: { max_retries: 2 } }),
  );
  expect(messages(now)).toEqual([
    "step 'load': is not there any more",
    "step 'train': input 'rows' was load.output, is tidy.output",
    "step 'train': input 'extra' is 3, was not there",
    "step 'train': param 'trees' was 50, is 80",
    "step 'train': retry is {\"max_retries\":2}, was not there",
    "step 'tidy': is new",
  ]);
});

test("code that is another is a difference, and code that was not known is none", () => {
  expect(messages(BEFORE, { load: "b", train: "c" })).toEqual([
    "step 'load': its code, or a package that it imports, is another",
  ]);
});
