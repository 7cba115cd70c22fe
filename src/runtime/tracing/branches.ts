// Branches: the conditions that they stand under, and what they return as one.
import { ZenError } from "../../domain/errors.js";
import type { GraphCondition } from "../../domain/graph.js";
import { outputsOf } from "./invocation.js";
import type {
  InvocationInput,
  LaterInput,
  Place,
  TracedCondition,
  TracedOutput,
} from "./invocation.js";
import { refTarget, refTo, sourceTitle } from "./ref.js";
import { readReturned, refuseAsync } from "./returned.js";
import type { Returned } from "./returned.js";

export type Test = Pick<GraphCondition, "operator" | "value" | "negate">;

export interface Branch {
  /** All must hold for the branch to be taken. */
  readonly tests: readonly Test[];
  readonly wire: () => unknown;
}

export interface Branching {
  /** Name of the function that was called. */
  readonly called: string;
  /** What is looked at: a handle. */
  readonly ref: unknown;
  readonly branches: readonly Branch[];
}

interface Surroundings {
  readonly trace: object;
  readonly place: Place;
  /** Wires at another place. */
  readonly at: (place: Place, wire: () => unknown) => unknown;
}

/** Errors: `pipeline_invalid`. */
export function wireBranches({ called, ref, branches }: Branching, around: Surroundings): unknown {
  const source = conditionSource(called, ref, around);
  const returned = branches.map(({ tests, wire }, index) => {
    const conditions = tests.map((test): TracedCondition => ({ source, ...test }));
    const inside = { ...around.place, when: [...around.place.when, ...conditions] };
    const result = around.at(inside, wire);
    refuseAsync(result, `a branch of ${called}()`);
    const what = `what branch ${index + 1} of ${called}() returns`;
    return readReturned(result, { ...around, place: inside, complain: refuse }, what);
  });
  return merged(called, returned, around);
}

function conditionSource(called: string, ref: unknown, { trace, place }: Surroundings): LaterInput {
  if (refTarget(ref) === undefined) {
    throw new ZenError("pipeline_invalid", `${called}() was not given the output of a step.`, {
      hint: `For what is known while the pipeline is wired, such as params, use a plain \`if\`.`,
    });
  }
  const what = `what ${called}() looks at`;
  const read = readReturned(ref, { trace, place, complain: refuse }, what);
  const source = read.kind === "single" ? read.source : undefined;
  if (source !== undefined && !("value" in source)) return source;
  const title = source === undefined ? "nothing" : sourceTitle(source);
  throw new ZenError("pipeline_invalid", `${what} is ${title}, and not the output of a step.`, {
    hint: "It is known while the pipeline is wired: use a plain `if`, on a param for instance.",
  });
}

function refuse({ text, hint }: { readonly text: string; readonly hint?: string | undefined }) {
  throw new ZenError("pipeline_invalid", `${text}.`, { hint });
}

function merged(called: string, all: readonly Returned[], around: Surroundings): unknown {
  const given = all.filter((one) => one.kind !== "nothing");
  const singles = given.flatMap((one) => (one.kind === "single" ? [one.source] : []));
  if (singles.length === given.length) {
    return singles.length === 0 ? undefined : oneOf(called, singles, around);
  }
  if (singles.length > 0) {
    throw new ZenError(
      "pipeline_invalid",
      `One branch of ${called}() returns a single output, another one an object of outputs.`,
      { hint: "Return the same from each branch." },
    );
  }
  const records = given.flatMap((one) => (one.kind === "record" ? [one.sources] : []));
  const names = new Set(records.flatMap((sources) => [...sources.keys()]));
  const entries = [...names].map((name) => {
    const sources = records.flatMap((record) => record.get(name) ?? []);
    return [name, oneOf(called, sources, around)] as const;
  });
  return Object.fromEntries(entries);
}

/** What one branch alone returns is skipped with it; of several it is that of the branch that was taken. */
function oneOf(
  called: string,
  sources: readonly InvocationInput[],
  { trace, place }: Surroundings,
): object {
  const [only, ...others] = sources;
  if (only !== undefined && others.length === 0) return refTo({ trace, source: only });
  const outputs = sources.flatMap(outputsOf);
  const isInside = ({ from }: TracedOutput) =>
    from.place.map === place.map && from.place.when.length > place.when.length;
  // One from before the branches is there in any case, so it is what is left when the others are not.
  const outside = outputs.filter((one) => !isInside(one));
  if (sources.some((one) => outputsOf(one).length === 0) || outside.length > 1) {
    const [first] = sources.filter((one) => !outputsOf(one).some(isInside));
    const title = first === undefined ? "nothing" : sourceTitle(first);
    throw new ZenError(
      "pipeline_invalid",
      `A branch of ${called}() returns ${title}, which comes from no step that is called in it.`,
      {
        hint: "Call a step in each branch and return its output; one alone may return an earlier one.",
      },
    );
  }
  return refTo({ trace, source: { first_of: [...outputs.filter(isInside), ...outside] } });
}
