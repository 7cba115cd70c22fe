// Branches, each wired under its conditions.
import { ZenError } from "../../domain/errors.js";
import { guardsOf } from "./invocation.js";
import type { LaterInput, Place, Test, TracedCondition } from "./invocation.js";
import { merged } from "./merged-branches.js";
import type { Wired } from "./merged-branches.js";
import { refTarget, sourceTitle } from "./ref.js";
import { readReturned, refuseAsync } from "./returned.js";

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
  const guards = guardsOf(source).filter((one) => !around.place.when.includes(one));
  const returned = branches.map(({ tests, wire }, index): Wired => {
    const conditions = [...guards, ...tests.map((test): TracedCondition => ({ source, ...test }))];
    const inside = { ...around.place, when: [...around.place.when, ...conditions] };
    const result = around.at(inside, wire);
    refuseAsync(result, `a branch of ${called}()`);
    const what = `what branch ${index + 1} of ${called}() returns`;
    const read = readReturned(result, { ...around, place: inside, complain: refuse }, what);
    return { tests, conditions, returned: read };
  });
  return merged(returned, { ...around, called, source });
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
