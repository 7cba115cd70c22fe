import { expect, test } from "vitest";
import type { Graph, GraphStep } from "../../domain/graph.js";
import type { Status } from "../../domain/status.js";
import { localOrchestrator } from "./orchestrator.js";

function graphOf(wiring: Readonly<Record<string, readonly string[]>>): Graph {
  const steps = Object.entries(wiring).map(([name, upstream]): GraphStep => ({
    name,
    step: name,
    description: null,
    source: null,
    inputs: {},
    upstream: [...upstream],
    params: {},
    outputs: { output: "auto" },
    enable_cache: true,
    settings: {},
    extra: {},
  }));
  return {
    version: 1,
    name: "p",
    description: null,
    params: {},
    enable_cache: true,
    settings: {},
    extra: {},
    steps,
  };
}

interface Told {
  readonly executed: string[];
  readonly skipped: string[];
  most: number;
}

async function orchestrate(
  wiring: Readonly<Record<string, readonly string[]>>,
  options: {
    outcome?: (step: string) => Status | Promise<Status>;
    on_failure?: "continue" | "stop";
    max_parallel?: number;
    finished?: ReadonlyMap<string, Status>;
    controller?: AbortController;
  } = {},
): Promise<Told> {
  const told: Told = { executed: [], skipped: [], most: 0 };
  let underWay = 0;
  const { controller = new AbortController() } = options;
  await localOrchestrator({ max_parallel: options.max_parallel }).run({
    graph: graphOf(wiring),
    finished: options.finished ?? new Map(),
    signal: controller.signal,
    on_failure: options.on_failure ?? "continue",
    skip: async (step) => void told.skipped.push(step),
    execute: async (step) => {
      told.executed.push(step);
      told.most = Math.max(told.most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      const status = (await options.outcome?.(step)) ?? "completed";
      underWay--;
      return status;
    },
  });
  return told;
}

test("a step starts only after all steps before it are done", async () => {
  const told = await orchestrate({ a: [], b: ["a"], c: ["a"], d: ["b", "c"] });
  expect(told.executed.indexOf("d")).toBe(3);
  expect(told.executed[0]).toBe("a");
});

test("independent steps are under way at once", async () => {
  expect((await orchestrate({ a: [], b: [], c: [] })).most).toBe(3);
});

test("no more steps than max_parallel are under way at once", async () => {
  const told = await orchestrate({ a: [], b: [], c: [], d: [] }, { max_parallel: 2 });
  expect(told.most).toBe(2);
  expect(told.executed).toHaveLength(4);
});

test("what depends on a failed step is skipped, the rest finishes", async () => {
  const told = await orchestrate(
    { bad: [], after: ["bad"], last: ["after"], other: [], more: ["other"] },
    { outcome: (step) => (step === "bad" ? "failed" : "completed") },
  );
  expect(told.executed.toSorted()).toEqual(["bad", "more", "other"]);
  expect(told.skipped.toSorted()).toEqual(["after", "last"]);
});

test("with on_failure stop nothing starts after a failure", async () => {
  const told = await orchestrate(
    { bad: [], other: [], more: ["other"] },
    { outcome: (step) => (step === "bad" ? "failed" : "completed"), on_failure: "stop" },
  );
  expect(told.executed.toSorted()).toEqual(["bad", "other"]);
  expect(told.skipped).toEqual(["more"]);
});

test("a cancelled run starts nothing more", async () => {
  const controller = new AbortController();
  const outcome = (): Status => {
    controller.abort();
    return "cancelled";
  };
  const told = await orchestrate({ a: [], b: ["a"] }, { controller, outcome });
  expect(told.executed).toEqual(["a"]);
  expect(told.skipped).toEqual(["b"]);
});

test("steps that a resumed run has finished are not executed again", async () => {
  const told = await orchestrate({ a: [], b: ["a"] }, { finished: new Map([["a", "completed"]]) });
  expect(told.executed).toEqual(["b"]);
});

test("a run whose record cannot be written ends with that error", async () => {
  const outcome = () => Promise.reject(new Error("disk full"));
  await expect(orchestrate({ a: [] }, { outcome })).rejects.toThrow("disk full");
});
