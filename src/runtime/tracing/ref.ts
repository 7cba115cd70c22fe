// Handles on values that exist only when the pipeline runs. Code that is not type-checked learns at
// once, by name, that it reads one while wiring.
import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";
import { SINGLE_OUTPUT, titleOf } from "./invocation.js";
import type { InvocationInput, TracedNode } from "./invocation.js";

export interface RefTarget {
  /** Identity of the trace that made it. */
  readonly trace: object;
  readonly source: InvocationInput;
}

const REF = Symbol.for("zenml.ref");

/** The target of a handle; undefined for any other value. */
export function refTarget(value: unknown): RefTarget | undefined {
  return typeof value === "object" && value !== null ? Reflect.get(value, REF) : undefined;
}

/** What a call returns: one handle, or a record of them where the outputs have names. */
export function refsOf(
  trace: object,
  from: TracedNode,
  names: readonly string[] | undefined,
): object {
  if (names === undefined) return refTo({ trace, source: { from, output: SINGLE_OUTPUT } });
  const refs = Object.fromEntries(
    names.map((output) => [output, refTo({ trace, source: { from, output } })]),
  );
  return new Proxy(refs, {
    get: (target, key) => {
      if (typeof key === "string" && !names.includes(key)) throw unknownOutput(from, names, key);
      return Reflect.get(target, key);
    },
  });
}

export function refTo(target: RefTarget): object {
  const misuse = (what: string) => {
    throw readTooEarly(target, what);
  };
  return new Proxy(new Ref(target), {
    get: (_target, key) => {
      if (key === REF) return target;
      if (key === Symbol.toPrimitive) return misuse("used as a plain value");
      if (key === Symbol.iterator) return misuse("iterated over");
      return typeof key === "string" ? misuse(`asked for '${key}'`) : undefined;
    },
    ownKeys: () => misuse("spread or listed"),
    set: (_target, key) => misuse(`given '${String(key)}'`),
  });
}

/** What a debugger and `console.log` show of a handle. */
class Ref {
  constructor({ source }: RefTarget) {
    Object.assign(this, shown(source));
  }
}

function shown(source: InvocationInput): object {
  if ("from" in source) {
    const { from, output } = source;
    const { name } = from.definition;
    return from.kind === "step" ? { step: name, output } : { map: name, output };
  }
  if ("item" in source) return { item: source.item.definition.name, input: source.input };
  return "value" in source ? source : { first_of: source.first_of.map(shown) };
}

/** E.g. `the output 'model' of step 'train'`. */
export function sourceTitle(source: InvocationInput): string {
  if ("value" in source) return "a value written into the pipeline";
  if ("first_of" in source) return "what the branches return";
  if ("item" in source) return `the item '${source.input}' of ${titleOf(source.item)}`;
  const { from, output } = source;
  const isOnly = output === SINGLE_OUTPUT && !isDeclared(from);
  return `the output ${isOnly ? "" : `'${output}' `}of ${titleOf(from)}`;
}

function isDeclared({ definition }: TracedNode): boolean {
  return "outputs" in definition && definition.outputs !== undefined;
}

function readTooEarly({ source }: RefTarget, what: string): ZenError {
  const title = sourceTitle(source);
  const isSingle = "from" in source && source.from.kind === "step" && !isDeclared(source.from);
  const several = isSingle
    ? " For several outputs declare `outputs` in the options of the step."
    : "";
  return new ZenError(
    "pipeline_invalid",
    `${title.charAt(0).toUpperCase()}${title.slice(1)} is ${what} while the pipeline is wired; its value exists only when the pipeline runs.`,
    { hint: `Pass it to a step and read it there.${several}${wayRound(what)}` },
  );
}

/** What code that uses a handle like a list or a number is likely after. */
function wayRound(what: string): string {
  if (what === "used as a plain value") return " To choose by it, use when(ref, { … }, () => …).";
  const isListed =
    what === "iterated over" || LIST_MEMBERS.some((one) => what.includes(`'${one}'`));
  return isListed ? " To call a step for each of its elements, map it: work.map({ item: … })." : "";
}

const LIST_MEMBERS = ["map", "forEach", "filter", "flatMap", "length", "at"];

function unknownOutput(from: TracedNode, names: readonly string[], key: string): ZenError {
  const likely = nearest(key, names);
  const hint =
    likely === undefined
      ? `Its outputs: ${names.map((name) => `'${name}'`).join(", ")}.`
      : `Did you mean '${likely}'?`;
  const title = titleOf(from);
  return new ZenError(
    "pipeline_invalid",
    `${title.charAt(0).toUpperCase()}${title.slice(1)} has no output '${key}'.`,
    { hint },
  );
}
