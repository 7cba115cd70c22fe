import { expect, test } from "vitest";
import type { StepOutcome, StepTask } from "../step-task.js";
import type { StepExecutor } from "./executor.js";
import { reservingExecutor } from "./reserving-executor.js";

const CAPACITY = { cpu_count: 2, memory: 4e9 };
const DONE: StepOutcome = { status: "completed", outputs: {}, metadata: {}, duration_ms: 1 };

/** Steps go on until they are told to end. */
class Controlled implements StepExecutor {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();

  execute({ node }: StepTask): Promise<StepOutcome> {
    this.begun.push(node);
    return new Promise((resolve) => this.#ends.set(node, () => resolve(DONE)));
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  }

  async close(): Promise<void> {}
}

function task(node: string): StepTask {
  return {
    node,
    run: { id: "r", name: "r" },
    step: { id: node, name: node, definition: node },
    pipeline: "p",
    attempt: 1,
    params: {},
    inputs: {},
    outputs: {},
  };
}

const STEPS = [
  { name: "two", settings: { resources: { cpu_count: 2 } } },
  { name: "one", settings: { resources: { cpu_count: 1 } } },
  { name: "half", settings: { resources: { cpu_count: 0.5, memory: "3GB" } } },
  { name: "large", settings: { resources: { memory: "2GB" } } },
  { name: "free", settings: {} },
];

function begin(names: readonly string[], signal = new AbortController().signal) {
  const inner = new Controlled();
  const executor = reservingExecutor(inner, STEPS, CAPACITY);
  const outcomes = names.map((name) => executor.execute(task(name), signal, () => {}));
  return { inner, outcomes };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("steps begin in turn while the cores that they ask for are free", async () => {
  const { inner } = begin(["two", "one", "half", "free"]);
  await turn();
  expect(inner.begun).toEqual(["free", "two"]);
  await inner.end("two");
  expect(inner.begun).toEqual(["free", "two", "one", "half"]);
});

test("memory is shared out as well", async () => {
  const { inner } = begin(["half", "large"]);
  await turn();
  expect(inner.begun).toEqual(["half"]);
  await inner.end("half");
  expect(inner.begun).toEqual(["half", "large"]);
});

test("steps that wait are handed on when the run is cancelled", async () => {
  const end = new AbortController();
  const { inner } = begin(["two", "one"], end.signal);
  await turn();
  end.abort();
  await turn();
  expect(inner.begun).toEqual(["two", "one"]);
});

test("without needs nothing stands between", () => {
  const inner = new Controlled();
  expect(reservingExecutor(inner, [{ name: "free", settings: {} }], CAPACITY)).toBe(inner);
});
