// Branches of a pipeline, chosen when it runs.
import { ZenError } from "../domain/errors.js";
import { CONDITION_OPERATORS } from "../domain/graph.js";
import { isJson, isPlainRecord } from "../runtime/graph-checks/json-problems.js";
import { didYouMean } from "../runtime/graph-checks/problems.js";
import { activeTrace } from "../runtime/tracing/active-trace.js";
import type { Branch, Branching } from "../runtime/tracing/branches.js";
import type { Test } from "../runtime/tracing/invocation.js";
import { nearest } from "../util/nearest.js";
import type {
  BranchCases,
  BranchResult,
  CheckedCases,
  Condition,
  Merged,
} from "./types/branches.js";
import type { Ref } from "./types/ref.js";

/**
 * Wires steps that are executed only if a value, known when the pipeline runs, is truthy or meets a
 * condition; else those of `otherwise` are. What both return is one Ref, of whichever was taken. Without
 * `otherwise`, steps that take what is returned are skipped along with the branch.
 *
 * @example
 * ```ts
 * import { pipeline, step, when } from "zenml";
 *
 * const score = step("score", () => 0.93);
 * const publish = step("publish", () => "published");
 * const alarm = step("alarm", () => "too bad");
 * const tell = step("tell", ({ news }: { news: string }) => news);
 *
 * export const release = pipeline("release", () => {
 *   const news = when(score(), { gte: 0.9 }, () => publish(), () => alarm());
 *   return tell({ news });
 * });
 * ```
 */
export function when<Then, Otherwise = undefined>(
  ref: Ref<unknown>,
  then: () => Then,
  otherwise?: () => Otherwise,
): Merged<Then, Otherwise>;
export function when<Value, Then, Otherwise = undefined>(
  ref: Ref<Value>,
  condition: Condition<NoInfer<Value>>,
  then: () => Then,
  otherwise?: () => Otherwise,
): Merged<Then, Otherwise>;
export function when(ref: unknown, ...rest: readonly unknown[]): unknown {
  const [test, then, otherwise] =
    typeof rest[0] === "function" ? [TRUTHY, ...rest] : [testOf(rest[0]), ...rest.slice(1)];
  const branches = [
    { tests: [test], wire: wiring("when", then) },
    { tests: [{ ...test, negate: true }], wire: wiring("when", otherwise ?? NOTHING) },
  ];
  return wireIn({ called: "when", ref, branches });
}

/**
 * Wires steps for each value that a text may have; `otherwise` is for all others. What the branches
 * return is one Ref, of whichever was taken.
 *
 * @example
 * ```ts
 * import { branch, pipeline, step } from "zenml";
 *
 * const judge = step("judge", (): "good" | "bad" => "good");
 * const keep = step("keep", () => "kept");
 * const drop = step("drop", () => "dropped");
 *
 * export const triage = pipeline("triage", () =>
 *   branch(judge(), { good: () => keep(), bad: () => drop() }),
 * );
 * ```
 */
export function branch<Value extends string, const Cases extends BranchCases<Value>>(
  ref: Ref<Value>,
  cases: Cases & CheckedCases<Value, Cases>,
): BranchResult<Value, Cases>;
export function branch(ref: unknown, cases: unknown): unknown {
  if (!isPlainRecord(cases) || Object.keys(cases).length === 0) {
    throw invalid(
      "branch() was given no branches.",
      "branch(ref, { good: () => …, bad: () => … })",
    );
  }
  const { otherwise, ...others } = cases;
  const tests = Object.keys(others).map((value): Test => ({ operator: "eq", value }));
  const branches = Object.values(others).map((wire, index): Branch => ({
    tests: tests.slice(index, index + 1),
    wire: wiring("branch", wire),
  }));
  const rest = {
    tests: tests.map((test): Test => ({ ...test, negate: true })),
    wire: wiring("branch", otherwise ?? NOTHING),
  };
  return wireIn({ called: "branch", ref, branches: [...branches, rest] });
}

const TRUTHY: Test = { operator: "truthy", value: null };
const NOTHING = () => undefined;

function wireIn(branching: Branching): unknown {
  const trace = activeTrace();
  if (trace !== undefined) return trace.branch(branching);
  throw invalid(
    `${branching.called}() was called outside of a pipeline.`,
    "Call it in the function of a pipeline(); in a step, use a plain `if`.",
  );
}

function wiring(called: string, wire: unknown): () => unknown {
  if (typeof wire === "function") return () => Reflect.apply(wire, undefined, []);
  throw invalid(
    `A branch of ${called}() is not a function.`,
    `Steps are called in it: ${called === "when" ? "when(ref, () => train({ data }))" : "branch(ref, { good: () => train({ data }) })"}`,
  );
}

const CONDITION_HINT = `One of: ${CONDITION_OPERATORS.map((one) => `{ ${one}: … }`).join(", ")}.`;

function testOf(condition: unknown): Test {
  const entries = isPlainRecord(condition) ? Object.entries(condition) : [];
  const [entry, ...others] = entries;
  if (entry === undefined || others.length > 0) {
    const found = entries.length > 1 ? "more than one condition" : "no condition";
    throw invalid(`when() was given ${found}.`, CONDITION_HINT);
  }
  const [word, value] = entry;
  const operator = CONDITION_OPERATORS.find((one) => one === word);
  if (operator === undefined) {
    const likely = didYouMean(nearest(word, CONDITION_OPERATORS));
    throw invalid(`when() knows no condition '${word}'${likely || "."}`, CONDITION_HINT);
  }
  if (operator === "truthy" || operator === "falsy") {
    if (value === true) return { operator, value: null };
    throw invalid(`The condition '${word}' of when() takes true.`, `{ ${word}: true }`);
  }
  if (isJson(value) && (operator !== "in" || Array.isArray(value))) return { operator, value };
  const kind = operator === "in" ? "a list of what JSON can hold" : "what JSON can hold";
  throw invalid(
    `The condition '${word}' of when() is not ${kind}.`,
    "A value that another step puts out is compared in a step, and its answer is looked at.",
  );
}

function invalid(message: string, hint: string): ZenError {
  return new ZenError("pipeline_invalid", message, { hint });
}
