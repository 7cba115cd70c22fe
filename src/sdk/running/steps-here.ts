import type { Graph } from "../../domain/graph.js";
import type { DescribedStack } from "../../stack/describe-stack.js";

/** The steps that take something of this machine: not those that an operator executes elsewhere. */
export function stepsHere(
  { steps }: Graph,
  { stepOperator }: Pick<DescribedStack, "stepOperator">,
): Graph["steps"] {
  if (stepOperator === undefined || stepOperator.flavor === "local") return steps;
  return steps.filter(({ step_operator }) => step_operator === undefined);
}
