// Turns the arguments of a step call into an invocation. Collects what is wrong with them; code that
// runs without a type check gets here with anything.
import type { StepDefinition } from "../definition.js";
import { isJson, isPlainRecord, jsonProblems } from "../graph-checks/json-problems.js";
import type { JsonProblem } from "../graph-checks/json-problems.js";
import { didYouMean } from "../graph-checks/problems.js";
import { nearest } from "../../util/nearest.js";
import type { Invocation, InvocationInput } from "./invocation.js";
import { refTarget } from "./ref.js";

/** A sentence about a call, and what to do about it. */
export interface CallProblem {
  readonly text: string;
  readonly hint?: string | undefined;
}

export interface Call {
  readonly definition: StepDefinition;
  readonly args: readonly unknown[];
  /** Identity of the trace: handles of others are refused. */
  readonly trace: object;
  readonly complain: (problem: CallProblem) => void;
}

const OPTIONS = ["params", "name", "after"];

export function readCall(call: Call): Invocation {
  const [inputs, options] = call.args;
  if (call.args.length > 2) call.complain({ text: "called with more than inputs and options" });
  const read = readOptions(call, options);
  return {
    definition: call.definition,
    name: readName(call, read["name"]),
    inputs: readInputs(call, inputs),
    after: readAfter(call, read["after"]),
    params: readParams(call, read["params"]),
  };
}

function readInputs(call: Call, inputs: unknown): Record<string, InvocationInput> {
  if (inputs === undefined) return {};
  if (!isPlainRecord(inputs)) {
    call.complain({
      text: "its first argument is not an object of inputs",
      hint: `Name the input: ${call.definition.name}({ data: … })`,
    });
    return {};
  }
  const read = new Map<string, InvocationInput>();
  for (const [name, value] of Object.entries(inputs)) {
    const input = value === undefined ? undefined : readInput(call, name, value);
    if (input !== undefined) read.set(name, input);
  }
  return Object.fromEntries(read);
}

function readInput(call: Call, name: string, value: unknown): InvocationInput | undefined {
  const from = ownInvocation(call, value, `input '${name}'`);
  if (from !== undefined) return from;
  if (refTarget(value) !== undefined) return undefined;
  if (isJson(value)) return { value };
  for (const problem of jsonProblems(value)) call.complain(literalProblem(call, name, problem));
  return undefined;
}

function literalProblem(call: Call, name: string, problem: JsonProblem): CallProblem {
  const place = problem.path === "" ? `input '${name}'` : `input '${name}' (at ${problem.path})`;
  if (refTarget(problem.value) !== undefined) {
    return {
      text: `${place} holds the output of a step inside another value`,
      hint: `Give each output its own input: ${call.definition.name}({ first: …, second: … })`,
    };
  }
  return {
    text: `${place} is ${problem.found}, and only JSON can be written into a pipeline`,
    hint: "Return it from a step and pass that step's output.",
  };
}

/** The invocation that a handle of this trace stands for. */
function ownInvocation(call: Call, value: unknown, place: string) {
  const target = refTarget(value);
  if (target === undefined) return undefined;
  if (target.trace === call.trace) return { from: target.invocation, output: target.output };
  call.complain({
    text: `${place} is the output of step '${target.invocation.definition.name}' in another pipeline`,
    hint: "Call that step in this pipeline too, and pass what this call returns.",
  });
  return undefined;
}

function readOptions(call: Call, options: unknown): Record<string, unknown> {
  if (options === undefined) return {};
  if (!isPlainRecord(options)) {
    call.complain({ text: "its second argument is not an object of options" });
    return {};
  }
  for (const key of Object.keys(options).filter((one) => !OPTIONS.includes(one))) {
    call.complain({ text: `there is no option '${key}'${didYouMean(nearest(key, OPTIONS))}` });
  }
  return options;
}

function readName(call: Call, name: unknown): string | undefined {
  if (name === undefined || typeof name === "string") return name;
  call.complain({ text: "its `name` is not text" });
  return undefined;
}

function readParams(call: Call, params: unknown): Record<string, unknown> {
  if (params === undefined) return {};
  if (!isPlainRecord(params)) {
    call.complain({ text: "its `params` are not an object" });
    return {};
  }
  const kept = Object.entries(params).filter(([name, value]) => {
    if (refTarget(value) === undefined) return true;
    call.complain({
      text: `param '${name}' is the output of a step`,
      hint: "Params are known before a run; pass what a step returns as an input.",
    });
    return false;
  });
  return Object.fromEntries(kept);
}

function readAfter(call: Call, after: unknown): Invocation[] {
  if (after === undefined) return [];
  if (Array.isArray(after)) return after.flatMap((one) => readAfter(call, one));
  if (refTarget(after) !== undefined) {
    const own = ownInvocation(call, after, "`after`");
    return own === undefined ? [] : [own.from];
  }
  const outputs = isPlainRecord(after) ? Object.values(after) : [];
  if (outputs.length > 0 && outputs.every((one) => refTarget(one) !== undefined)) {
    return outputs.flatMap((one) => readAfter(call, one));
  }
  call.complain({ text: "`after` is not what a step call returned" });
  return [];
}
