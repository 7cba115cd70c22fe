// Handles on values that exist only when the pipeline runs. Code that is not type-checked learns at
// once, by name, that it reads one while wiring.
import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";
import { SINGLE_OUTPUT, outputNames } from "./invocation.js";
import type { Invocation } from "./invocation.js";

export interface RefTarget {
  /** Identity of the trace that made it. */
  readonly trace: object;
  readonly invocation: Invocation;
  readonly output: string;
}

const REF = Symbol.for("zenml.ref");

/** The target of a handle; undefined for any other value. */
export function refTarget(value: unknown): RefTarget | undefined {
  return typeof value === "object" && value !== null ? Reflect.get(value, REF) : undefined;
}

/** What the call of a step returns. */
export function refsOf(trace: object, invocation: Invocation): object {
  const { definition } = invocation;
  if (definition.outputs === undefined) return ref({ trace, invocation, output: SINGLE_OUTPUT });
  const names = outputNames(definition);
  const refs = Object.fromEntries(
    names.map((output) => [output, ref({ trace, invocation, output })]),
  );
  return new Proxy(refs, {
    get: (target, key) => {
      if (typeof key === "string" && !names.includes(key)) throw unknownOutput(invocation, key);
      return Reflect.get(target, key);
    },
  });
}

function ref(target: RefTarget): object {
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
  readonly step: string;
  readonly output: string;

  constructor(target: RefTarget) {
    this.step = target.invocation.definition.name;
    this.output = target.output;
  }
}

function readTooEarly({ invocation, output }: RefTarget, what: string): ZenError {
  const { definition } = invocation;
  const undeclared = definition.outputs === undefined;
  const subject = undeclared ? "The output" : `The output '${output}'`;
  const several = undeclared
    ? " For several outputs declare `outputs` in the options of the step."
    : "";
  return new ZenError(
    "pipeline_invalid",
    `${subject} of step '${definition.name}' is ${what} while the pipeline is wired; its value exists only when the pipeline runs.`,
    { hint: `Pass it to a step and read it there.${several}` },
  );
}

function unknownOutput({ definition }: Invocation, key: string): ZenError {
  const names = outputNames(definition);
  const likely = nearest(key, names);
  const hint =
    likely === undefined
      ? `Its outputs: ${names.map((name) => `'${name}'`).join(", ")}.`
      : `Did you mean '${likely}'?`;
  return new ZenError("pipeline_invalid", `Step '${definition.name}' has no output '${key}'.`, {
    hint,
  });
}
