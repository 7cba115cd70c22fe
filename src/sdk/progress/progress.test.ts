import { expect, test } from "vitest";
import type { Graph, GraphStep } from "../../domain/graph.js";
import type { RunEvent } from "../../runtime/run-events.js";
import { plainProgress } from "./plain-progress.js";
import { endLine, failureLines } from "./run-lines.js";
import { stepLine } from "./step-line.js";

const base = {
  description: null,
  source: null,
  outputs: {},
  enable_cache: true,
  settings: {},
  extra: {},
};
const load: GraphStep = {
  ...base,
  name: "load",
  step: "load",
  inputs: {},
  upstream: [],
  params: {},
};
const train: GraphStep = {
  ...base,
  name: "train_2",
  step: "train",
  inputs: { rows: { step: "load", output: "output" }, kind: { value: "all" } },
  upstream: ["load"],
  params: { trees: 80 },
};
const graph: Graph = {
  version: 1,
  name: "p",
  description: null,
  params: {},
  enable_cache: true,
  settings: {},
  extra: {},
  steps: [load, train],
};
const failure = {
  name: "TypeError",
  message: "no rows",
  step: "train_2",
  location: "train.ts:4:7",
  stack: "at train (train.ts:4:7)",
};

function told(events: readonly RunEvent[], verbose = false): string[] {
  const lines: string[] = [];
  const listen = plainProgress({ write: (line) => lines.push(line), verbose });
  for (const event of events) listen(event);
  return lines;
}

const started: RunEvent = {
  type: "run_started",
  run: { id: "1", name: "p-1" },
  graph,
  stack: "default",
  enable_cache: true,
  pipeline: { name: "p", version: 1, isNew: true },
};

test("a new pipeline, its run and its stack are said first", () => {
  expect(told([started])).toEqual([
    "Registered new pipeline with name p.",
    "Creating run p-1 for pipeline p (Caching enabled)",
    "Using stack default to run pipeline p...",
  ]);
});

test("a step is one line with its state and duration", () => {
  const ended: RunEvent = {
    type: "step_ended",
    step: "load",
    status: "completed",
    duration_ms: 12,
    failure: null,
  };
  expect(told([started, ended]).at(-1)).toBe("✔ load     completed  12 ms");
});

test("a cached step says what it saved", () => {
  expect(stepLine({ name: "load", status: "cached", duration_ms: 1500 }, 4)).toBe(
    "↺ load  cached     saved 1.50 s",
  );
});

test("a failed step names itself, its source line, its inputs and its params", () => {
  expect(failureLines(failure, graph)).toEqual([
    "Step 'train_2' failed at train.ts:4:7",
    "  TypeError: no rows",
    '  inputs: rows = load.output, kind = "all"',
    "  params: trees = 80",
    "    at train (train.ts:4:7)",
  ]);
});

test("a map that could not begin is told as one, with what it walks over; an item as a step", () => {
  const map = {
    name: "train_2",
    over: { rows: { step: "load", output: "output" } },
    upstream: ["load"],
    failure_policy: "stop" as const,
    collect: "array" as const,
    outputs: {},
  };
  const inside = { ...train, map: "train_2", inputs: { rows: { item: "train_2", input: "rows" } } };
  const mapped = { ...graph, steps: [load, inside], maps: [map] };
  const told = { ...failure, name: "ZenError", location: null, stack: null };
  expect(failureLines(told, mapped)).toEqual([
    "Map 'train_2' failed",
    "  no rows",
    "  inputs: rows = load.output",
  ]);
  expect(failureLines({ ...told, step: "train_2[3]" }, mapped).slice(0, 3)).toEqual([
    "Step 'train_2[3]' failed",
    "  no rows",
    "  inputs: rows = an item of train_2",
  ]);
});

test("the end of a run says how it ended and counts its steps", () => {
  expect(
    endLine({
      type: "run_ended",
      run: { id: "1", name: "p-1" },
      status: "failed",
      duration_ms: 2500,
      counts: { completed: 2, failed: 1 },
      failure,
    }),
  ).toBe("Pipeline run p-1 has failed in 2.50 s (2 completed, 1 failed).");
});
