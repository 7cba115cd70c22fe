import type { InvocationInput, TracedCondition, TracedNode } from "./invocation.js";

/** Whether it may be skipped where these conditions hold. */
export function mayBeAbsent(input: InvocationInput, holding: readonly TracedCondition[]): boolean {
  const seen = new Set<TracedNode>();
  const waiting = [input];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if ("first_of" in one && one.isSure !== true) return true;
    if (!("from" in one) || seen.has(one.from)) continue;
    const { from } = one;
    seen.add(from);
    if (from.place.when.some((condition) => !holding.includes(condition))) return true;
    waiting.push(...Object.values(from.kind === "step" ? from.inputs : from.over));
  }
  return false;
}
