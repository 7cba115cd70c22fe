// What branches return as one: of the branch that was taken, or of what was there before them.
import { ZenError } from "../../domain/errors.js";
import { guardsOf, outputsOf } from "./invocation.js";
import type {
  InvocationInput,
  LaterInput,
  Place,
  Test,
  TracedCondition,
  TracedOutput,
} from "./invocation.js";
import { mayBeAbsent } from "./may-be-absent.js";
import { refTo, sourceTitle } from "./ref.js";
import type { Returned } from "./returned.js";

/** A branch, and what its function returned. */
export interface Wired {
  readonly tests: readonly Test[];
  /** Those of this branch alone. */
  readonly conditions: readonly TracedCondition[];
  readonly returned: Returned;
}

export interface Merging {
  /** Identity of the trace. */
  readonly trace: object;
  /** Where the branches stand. */
  readonly place: Place;
  readonly called: string;
  /** What is looked at. */
  readonly source: LaterInput;
}

/** Errors: `pipeline_invalid`. */
export function merged(all: readonly Wired[], merging: Merging): unknown {
  const { called } = merging;
  const given = all.flatMap(({ returned }) => (returned.kind === "nothing" ? [] : [returned]));
  const singles = given.filter(({ kind }) => kind === "single");
  if (singles.length === given.length) {
    const find = (one: Returned) => (one.kind === "single" ? one.source : undefined);
    return singles.length === 0 ? undefined : oneOf(all, find, merging);
  }
  if (singles.length > 0) {
    throw new ZenError(
      "pipeline_invalid",
      `One branch of ${called}() returns a single output, another one an object of outputs.`,
      { hint: "Return the same from each branch." },
    );
  }
  const names = new Set(
    given.flatMap((one) => (one.kind === "record" ? [...one.sources.keys()] : [])),
  );
  const entries = [...names].map((name) => {
    const find = (one: Returned) => (one.kind === "record" ? one.sources.get(name) : undefined);
    return [name, oneOf(all, find, merging)] as const;
  });
  return Object.fromEntries(entries);
}

type FindSource = (returned: Returned) => InvocationInput | undefined;

/** What one branch alone returns is skipped with it; of several it is that of the branch that was taken. */
function oneOf(all: readonly Wired[], find: FindSource, merging: Merging): object {
  const { trace } = merging;
  const given = all.flatMap(({ returned, conditions }) => {
    const source = find(returned);
    return source === undefined ? [] : [partsOf(source, conditions, merging)];
  });
  const [only, ...others] = given;
  if (only !== undefined && others.length === 0) {
    const { source, isEarlier } = only;
    if (!isEarlier || "value" in source) return refTo({ trace, source });
    return refTo({ trace, source: guarded(source, guardOf(all, find, merging)) });
  }
  const fromBefore = given.filter((one) => one.earlier.length > 0);
  const foreign = given.find(({ isNowhere }) => isNowhere);
  if (foreign !== undefined || fromBefore.length > 1) {
    throw fromNoStep(merging.called, (foreign ?? given.find((one) => one.isEarlier))?.source);
  }
  const made = given.flatMap((one) => one.made);
  const isSure =
    given.length === all.length && isTaken(merging) && given.every((one) => one.isSure);
  const earlier = fromBefore.flatMap((one) => one.earlier);
  if (earlier.length === 0) return refTo({ trace, source: { first_of: made, isSure } });
  // What is from before the branches is what is left when the others are not.
  const source = { first_of: [...made, ...earlier], isSure };
  return refTo({ trace, source: guarded(source, guardOf(all, find, merging)) });
}

/** Whether one of the branches is taken wherever they stand. */
function isTaken({ source, place }: Merging): boolean {
  return guardsOf(source).length === 0 && !mayBeAbsent(source, place.when);
}

/** What a branch returns: what was made in it, and what was there before it. */
function partsOf(
  source: InvocationInput,
  conditions: readonly TracedCondition[],
  { place }: Merging,
) {
  const isMade = ({ from }: TracedOutput) =>
    from.place.map === place.map && conditions.some((one) => from.place.when.includes(one));
  const outputs = outputsOf(source);
  const made = outputs.filter(isMade);
  return {
    source,
    made,
    earlier: outputs.filter((one) => !isMade(one)),
    isEarlier: outputs.length === 0 || made.length < outputs.length,
    isSure: !mayBeAbsent(source, [...place.when, ...conditions]),
    // What is there under conditions of its own is neither made by the branch nor there in any case.
    isNowhere: outputs.length === 0 || guardsOf(source).length > 0,
  };
}

function fromNoStep(called: string, source: InvocationInput | undefined): ZenError {
  const title = source === undefined ? "nothing" : sourceTitle(source);
  return new ZenError(
    "pipeline_invalid",
    `A branch of ${called}() returns ${title}, which comes from no step that is called in it.`,
    {
      hint: "Call a step in each branch and return its output; one alone may return an earlier one.",
    },
  );
}

/** What holds when one of the branches was taken that return something. */
function guardOf(
  all: readonly Wired[],
  find: FindSource,
  { source, place }: Merging,
): readonly TracedCondition[] {
  const tests = all
    .filter(({ returned }) => find(returned) === undefined)
    .flatMap((missing) => opposite(missing.tests));
  const isThere = mayBeAbsent(source, place.when) ? [IS_THERE] : [];
  return [
    ...guardsOf(source),
    ...[...tests, ...isThere].map((test): TracedCondition => ({ source, ...test })),
  ];
}

function guarded<Source extends LaterInput>(source: Source, guard: readonly TracedCondition[]) {
  const when = [...guardsOf(source), ...guard];
  return when.length === 0 ? source : { ...source, when };
}

/** What holds where not all of them do. Several are those of all other cases, each of which says that it is not that. */
function opposite(tests: readonly Test[]): readonly Test[] {
  const [only, ...others] = tests;
  if (only === undefined) return [];
  const { negate, ...test } = only;
  if (others.length === 0) return [negate === true ? test : { ...test, negate: true }];
  return [{ operator: "in", value: tests.map(({ value }) => value) }];
}

/** Holds for every value; for what a branch that was not taken would have put out nothing does. */
const IS_THERE: Test = { operator: "in", value: [], negate: true };
