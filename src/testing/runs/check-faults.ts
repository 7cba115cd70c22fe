// Faults come from code that nobody type-checked, and name steps of a graph: checked before anything is
// executed, all problems at once.
import { ZenError } from "../../domain/errors.js";
import type { Graph } from "../../domain/graph.js";
import { nodeOf } from "../../runtime/engine/node-of.js";
import { STEP } from "../../runtime/definition.js";
import type { StepHandle } from "../../sdk/post-execution/run-view.js";
import { nearest } from "../../util/nearest.js";
import type { Fault } from "./fault.js";

const EFFECTS = ["error", "delay", "crash"];
const COUNTED = ["after", "times", ...EFFECTS];
const KEYS = {
  step: ["step", "item", "attempt", ...EFFECTS],
  store: ["store", "step", ...COUNTED],
  artifacts: ["artifacts", ...COUNTED],
};
/** The least that a number may be; `delay` alone may have a fraction. */
const LEAST: Readonly<Record<string, number>> = { item: 0, attempt: 1, after: 0, times: 1 };
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  store: ["commit", "read"],
  artifacts: ["write", "read"],
  crash: ["before", "after"],
};

/** Errors: `invalid_input`, naming every problem. */
export function checkFaults(faults: readonly Fault[], graph: Graph): void {
  const problems = faults.flatMap((fault, index) =>
    problemsOf(fault, graph).map((problem) => `fault ${index + 1}: ${problem}`),
  );
  if (problems.length === 0) return;
  throw new ZenError(
    "invalid_input",
    `The faults of the test of pipeline '${graph.name}' cannot happen: ${problems.join("; ")}.`,
    {
      hint: `Its steps: ${graph.steps.map(({ name }) => name).join(", ")}.`,
      details: { problems },
    },
  );
}

/** The step that a fault is about, as a person calls it. */
export function namedStep(step: string | StepHandle): string {
  return typeof step === "string" ? step : step[STEP].name;
}

function problemsOf(fault: Fault, graph: Graph): string[] {
  const kind = "store" in fault ? "store" : "artifacts" in fault ? "artifacts" : "step";
  const keys = KEYS[kind];
  const entries = Object.entries(fault);
  const unknown = entries.flatMap(([key]) => (keys.includes(key) ? [] : [unknownKey(key, keys)]));
  const hasEffect = entries.some(([key, value]) => EFFECTS.includes(key) && value !== undefined);
  return [
    ...unknown,
    ...(hasEffect || "error" in fault ? [] : ["it says neither error, delay nor crash"]),
    ...("error" in fault && fault.crash !== undefined ? ["it has both an error and a crash"] : []),
    ...entries.flatMap(([key, value]) => valueProblem(key, value) ?? []),
    ...stepProblems(fault, graph),
  ];
}

function unknownKey(key: string, keys: readonly string[]): string {
  const close = nearest(key, keys);
  return `'${key}' is not known${close === undefined ? `; known are ${keys.join(", ")}` : `; did you mean '${close}'`}`;
}

function valueProblem(key: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const choices = CHOICES[key];
  if (choices !== undefined && !choices.some((choice) => choice === value)) {
    return `'${key}' is ${choices.map((choice) => `"${choice}"`).join(" or ")}`;
  }
  if (key === "delay" && !(typeof value === "number" && value >= 0 && Number.isFinite(value))) {
    return "'delay' is a number of seconds";
  }
  const least = LEAST[key];
  const isFitting = typeof value === "number" && Number.isInteger(value) && value >= (least ?? 0);
  return least === undefined || isFitting ? undefined : `'${key}' is a whole number from ${least}`;
}

function stepProblems(fault: Fault, graph: Graph): string[] {
  if ("artifacts" in fault || fault.step === undefined) return [];
  if ("store" in fault && fault.store === "read") return ["only commits are about a step"];
  if (typeof fault.step !== "string" && !(STEP in Object(fault.step))) {
    return ["'step' is a step, or the name of one"];
  }
  const named = namedStep(fault.step);
  const node = nodeOf(named);
  const steps = graph.steps.filter(({ name, step }) => name === node || step === node);
  const isMap = graph.maps?.some(({ name }) => name === node) === true;
  if (steps.length === 0 && isMap && !("store" in fault)) {
    const inside = graph.steps.filter(({ name }) => name.startsWith(`${node}.`));
    return [`'${named}' is a map; name a step in it: ${inside.map(({ name }) => name).join(", ")}`];
  }
  if (steps.length === 0 && !isMap) return [unknownStep(named, graph)];
  const isItem = !("store" in fault) && fault.item !== undefined;
  const isOutside = steps.length > 0 && steps.every(({ map }) => map === undefined);
  return isItem && isOutside ? [`step '${named}' is in no map and has no items`] : [];
}

function unknownStep(named: string, { steps }: Graph): string {
  const close = nearest(named, new Set(steps.flatMap(({ name, step }) => [name, step])));
  const meant = close === undefined ? "" : `; did you mean '${close}'`;
  return `the pipeline has no step '${named}'${meant}`;
}
