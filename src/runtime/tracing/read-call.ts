// Turns the arguments of a call into what is noted of it.
import { FAILURE_POLICIES } from "../../domain/graph.js";
import type { PipelineDefinition, StepDefinition } from "../definition.js";
import { isPlainRecord } from "../graph-checks/json-problems.js";
import { placeWith } from "./invocation.js";
import type { Invocation, InvocationInput, MapCall, TracedNode } from "./invocation.js";
import {
  readAfter,
  readEach,
  readInput,
  readInputs,
  readName,
  readOptions,
  readParams,
} from "./read-arguments.js";
import type { Reading } from "./read-arguments.js";
import { refTarget } from "./ref.js";

type Inputs = Readonly<Record<string, InvocationInput>>;

/** What the call of a step and of a pipeline have in common. */
export interface PlainCall {
  readonly name: string | undefined;
  readonly inputs: Inputs;
  readonly after: readonly TracedNode[];
  readonly params: Readonly<Record<string, unknown>>;
}

const OPTIONS = ["params", "name", "after"];

export function readPlainCall(reading: Reading): PlainCall {
  const [inputs, options] = reading.args;
  const read = readOptions(reading, options, OPTIONS);
  return {
    name: readName(reading, read["name"]),
    inputs: readInputs(reading, inputs),
    after: readAfter(reading, read["after"]),
    params: readParams(reading, read["params"]),
  };
}

export function readCall(reading: Reading, definition: StepDefinition): Invocation {
  const { name, inputs, after, params } = readPlainCall(reading);
  const place = placeWith(reading.place, inputs);
  return { kind: "step", definition, place, name, inputs, after, params };
}

const MAP_OPTIONS = [...OPTIONS, "inputs", "concurrency", "failure_policy", "collect"];
const COLLECTS = ["array", "lazy"] as const;

export interface MapReading {
  readonly call: MapCall;
  /** What each of the items is given: its elements, and what is the same for all. */
  readonly inputs: Inputs;
}

export function readMap(
  reading: Reading,
  definition: StepDefinition | PipelineDefinition,
): MapReading {
  const [over, options] = reading.args;
  const read = readOptions(reading, options, MAP_OPTIONS);
  const walked = readOver(reading, over);
  const call: MapCall = {
    kind: "map",
    definition,
    place: placeWith(reading.place, walked),
    name: readName(reading, read["name"]),
    over: walked,
    after: readAfter(reading, read["after"]),
    concurrency: readConcurrency(reading, read["concurrency"]),
    failure_policy: oneOf(reading, FAILURE_POLICIES, ["failure_policy", read]) ?? "stop",
    collect: oneOf(reading, COLLECTS, ["collect", read]) ?? "array",
    params: readParams(reading, read["params"]),
    outputs: new Map(),
  };
  const items = Object.keys(call.over).map((input) => [input, { item: call, input }] as const);
  const shared = readShared(reading, read["inputs"], call.over);
  return { call, inputs: { ...shared, ...Object.fromEntries(items) } };
}

const OVER_HINT = "Map over an array, or over the output of a step or map: .map({ file: files() })";

function readOver(reading: Reading, over: unknown): Inputs {
  if (!isPlainRecord(over) || Object.keys(over).length === 0) {
    const isRef = refTarget(over) !== undefined;
    const found = isPlainRecord(over)
      ? "it maps over nothing"
      : "its first argument does not name what it maps over";
    reading.complain({
      text: found,
      hint: isRef ? `Name it: ${reading.called}.map({ file: … })` : OVER_HINT,
    });
    return {};
  }
  return readEach(over, (value, name) => {
    if (refTarget(value) !== undefined || Array.isArray(value))
      return readInput(reading, name, value);
    reading.complain({
      text: `it maps over '${name}', which is ${kindOf(value)}`,
      hint: OVER_HINT,
    });
    return undefined;
  });
}

/** What is not mapped is the same for each item. */
function readShared(reading: Reading, inputs: unknown, over: Inputs): Inputs {
  if (inputs !== undefined && !isPlainRecord(inputs)) {
    reading.complain({ text: "its `inputs` are not an object" });
    return {};
  }
  const read = readInputs(reading, inputs);
  for (const name of Object.keys(read).filter((one) => Object.hasOwn(over, one))) {
    reading.complain({ text: `input '${name}' is mapped, and given in \`inputs\` too` });
  }
  return read;
}

function readConcurrency(reading: Reading, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  reading.complain({ text: "its `concurrency` is not a whole number above 0" });
  return undefined;
}

function oneOf<Word extends string>(
  reading: Reading,
  words: readonly Word[],
  [key, options]: readonly [key: string, options: Readonly<Record<string, unknown>>],
): Word | undefined {
  const value = options[key];
  const found = words.find((word) => word === value);
  if (found === undefined && value !== undefined) {
    const listed = words.map((word) => `'${word}'`).join(" or ");
    reading.complain({ text: `its \`${key}\` is not ${listed}` });
  }
  return found;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  const type = typeof value;
  return type === "object" ? "an object" : `a ${type}`;
}
