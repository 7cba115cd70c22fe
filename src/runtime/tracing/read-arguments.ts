// What calls of steps, of maps and of pipelines are given. Collects what is wrong with it; code that runs
// without a type check gets here with anything.
import { isJson, isPlainRecord, jsonProblems } from "../graph-checks/json-problems.js";
import type { JsonProblem } from "../graph-checks/json-problems.js";
import { didYouMean } from "../graph-checks/problems.js";
import { nearest } from "../../util/nearest.js";
import { isWithin, outputsOf } from "./invocation.js";
import type { InvocationInput, Place, TracedNode } from "./invocation.js";
import { refTarget, sourceTitle } from "./ref.js";

/** A sentence about a call, and what to do about it. */
export interface CallProblem {
  readonly text: string;
  readonly hint?: string | undefined;
}

/** What the arguments are read for. */
export interface Reading {
  /** Name of what is called. */
  readonly called: string;
  readonly args: readonly unknown[];
  readonly place: Place;
  /** Identity of the trace: handles of others are refused. */
  readonly trace: object;
  readonly complain: (problem: CallProblem) => void;
}

type Given = Readonly<Record<string, unknown>>;

export function readInputs(reading: Reading, inputs: unknown): Record<string, InvocationInput> {
  if (inputs === undefined) return {};
  if (!isPlainRecord(inputs)) {
    reading.complain({
      text: "its first argument is not an object of inputs",
      hint: `Name the input: ${reading.called}({ data: … })`,
    });
    return {};
  }
  return readEach(inputs, (value, name) => readInput(reading, name, value));
}

export function readEach(
  inputs: Given,
  read: (value: unknown, name: string) => InvocationInput | undefined,
): Record<string, InvocationInput> {
  const all = new Map<string, InvocationInput>();
  for (const [name, value] of Object.entries(inputs)) {
    const input = value === undefined ? undefined : read(value, name);
    if (input !== undefined) all.set(name, input);
  }
  return Object.fromEntries(all);
}

export function readInput(
  reading: Reading,
  name: string,
  value: unknown,
): InvocationInput | undefined {
  const target = refTarget(value);
  if (target !== undefined) return ownSource(reading, value, `input '${name}'`);
  if (isJson(value)) return { value };
  for (const problem of jsonProblems(value))
    reading.complain(literalProblem(reading, name, problem));
  return undefined;
}

function literalProblem(reading: Reading, name: string, problem: JsonProblem): CallProblem {
  const place = problem.path === "" ? `input '${name}'` : `input '${name}' (at ${problem.path})`;
  if (refTarget(problem.value) !== undefined) {
    return {
      text: `${place} holds the output of a step inside another value`,
      hint: `Give each output its own input: ${reading.called}({ first: …, second: … })`,
    };
  }
  return {
    text: `${place} is ${problem.found}, and only JSON can be written into a pipeline`,
    hint: "Return it from a step and pass that step's output.",
  };
}

/** What a handle of this trace stands for, if it can be seen from the place of the call. */
export function ownSource(
  reading: Pick<Reading, "trace" | "place" | "complain">,
  value: unknown,
  what: string,
): InvocationInput | undefined {
  const target = refTarget(value);
  if (target === undefined) return undefined;
  const { source } = target;
  if (target.trace !== reading.trace) {
    reading.complain({
      text: `${what} is ${sourceTitle(source)} in another pipeline`,
      hint: "Call that step in this pipeline too, and pass what this call returns.",
    });
    return undefined;
  }
  if (isVisible(source, reading.place)) return source;
  reading.complain({
    text: `${what} is ${sourceTitle(source)} inside of a map, which is another one for each item`,
    hint: "Return it from the pipeline that is mapped, and use what .map() returns: all of them, collected.",
  });
  return undefined;
}

function isVisible(source: InvocationInput, { map }: Place): boolean {
  if ("item" in source) return isWithin(map, source.item);
  return outputsOf(source).every(({ from }) => isWithin(map, from.place.map));
}

export function readOptions(
  reading: Reading,
  options: unknown,
  known: readonly string[],
): Record<string, unknown> {
  if (reading.args.length > 2)
    reading.complain({ text: "called with more than inputs and options" });
  if (options === undefined) return {};
  if (!isPlainRecord(options)) {
    reading.complain({ text: "its second argument is not an object of options" });
    return {};
  }
  for (const key of Object.keys(options).filter((one) => !known.includes(one))) {
    reading.complain({ text: `there is no option '${key}'${didYouMean(nearest(key, known))}` });
  }
  return options;
}

export function readName(reading: Reading, name: unknown): string | undefined {
  if (name === undefined || typeof name === "string") return name;
  reading.complain({ text: "its `name` is not text" });
  return undefined;
}

export function readParams(reading: Reading, params: unknown): Record<string, unknown> {
  if (params === undefined) return {};
  if (!isPlainRecord(params)) {
    reading.complain({ text: "its `params` are not an object" });
    return {};
  }
  const kept = Object.entries(params).filter(([name, value]) => {
    if (refTarget(value) === undefined) return true;
    reading.complain({
      text: `param '${name}' is the output of a step`,
      hint: "Params are known before a run; pass what a step returns as an input.",
    });
    return false;
  });
  return Object.fromEntries(kept);
}

export function readAfter(reading: Reading, after: unknown): TracedNode[] {
  if (after === undefined) return [];
  if (Array.isArray(after)) return after.flatMap((one) => readAfter(reading, one));
  if (refTarget(after) !== undefined) {
    const own = ownSource(reading, after, "`after`");
    return own === undefined ? [] : outputsOf(own).map(({ from }) => from);
  }
  const outputs = isPlainRecord(after) ? Object.values(after) : [];
  if (outputs.length > 0 && outputs.every((one) => refTarget(one) !== undefined)) {
    return outputs.flatMap((one) => readAfter(reading, one));
  }
  reading.complain({ text: "`after` is not what a step call returned" });
  return [];
}
