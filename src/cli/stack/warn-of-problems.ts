import type { Stack } from "../../domain/entities/stack.js";
import type { CheckedStack } from "../../stack/check-stack.js";
import type { Output } from "../output/output.js";

/** What keeps pipelines from running on a stack: it may be there before that is mended. */
export function warnOfProblems(
  { name }: Stack,
  { problems }: Pick<CheckedStack, "problems">,
  output: Output,
): void {
  for (const { text, hint } of problems) {
    output.warn(`The stack '${name}' cannot run pipelines: ${text}.\nHint: ${hint}`);
  }
}
