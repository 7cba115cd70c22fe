// Problems of one request about a stack, thrown together.
import { ZenError } from "../../domain/errors.js";
import type { ErrorCode } from "../../domain/errors.js";

export interface StackProblem {
  readonly code: Extract<ErrorCode, "ambiguous" | "entity_exists" | "invalid_input" | "not_found">;
  /** A clause without a full stop. */
  readonly text: string;
  readonly hint?: string | undefined;
}

/**
 * Throws one error that names every problem; returns when there are none.
 * @param subject what cannot be done, e.g. `The stack 'x' cannot be registered`
 */
export function throwStackProblems(subject: string, problems: readonly StackProblem[]): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const isOneCode = others.every(({ code }) => code === first.code);
  const listed =
    others.length === 0 ? ` ${first.text}.` : problems.map(({ text }) => `\n  - ${text}`).join("");
  throw new ZenError(isOneCode ? first.code : "invalid_input", `${subject}:${listed}`, {
    hint: problems.find(({ hint }) => hint !== undefined)?.hint,
    details: { problems: problems.map(({ text }) => text) },
  });
}
