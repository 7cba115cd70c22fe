import type { GraphCondition } from "../../domain/graph.js";

const TESTS: Readonly<Record<GraphCondition["operator"], (value: string) => string>> = {
  truthy: () => "is truthy",
  falsy: () => "is falsy",
  eq: (value) => `is ${value}`,
  ne: (value) => `is not ${value}`,
  in: (value) => `is one of ${value}`,
  gt: (value) => `is above ${value}`,
  gte: (value) => `is at least ${value}`,
  lt: (value) => `is below ${value}`,
  lte: (value) => `is at most ${value}`,
};

/** Example: `it is for when load.rows is above 3, and not for when load.kind is "new"`. */
export function conditionsText(conditions: readonly GraphCondition[]): string {
  const parts = conditions.map((condition) => {
    const { operator, value, negate = false } = condition;
    if (negate && operator === "in" && Array.isArray(value) && value.length === 0) {
      return `for when ${lookedAtText(condition)} is there`;
    }
    const test = `${lookedAtText(condition)} ${TESTS[operator](JSON.stringify(value))}`;
    return `${negate ? "not " : ""}for when ${test}`;
  });
  return `it is ${parts.join(", and ")}`;
}

function lookedAtText(condition: GraphCondition): string {
  if ("item" in condition) return `'${condition.input}' of an item of '${condition.item}'`;
  const outputs = "step" in condition ? [condition] : condition.first_of;
  return outputs.map(({ step, output }) => `${step}.${output}`).join(" or ");
}
