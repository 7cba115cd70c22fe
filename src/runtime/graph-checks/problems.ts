// Problems are collected and thrown together, so that a person mends them in one go.
import { ZenError } from "../../domain/errors.js";
import type { ErrorCode } from "../../domain/errors.js";

export interface Problem {
  readonly code: Extract<ErrorCode, "pipeline_invalid" | "params_invalid" | "config_invalid">;
  /** A sentence without a full stop, naming where it is. */
  readonly text: string;
  readonly hint?: string | undefined;
}

/** Throws one error that names every problem; returns when there are none. */
export function throwProblems(subject: string, problems: readonly Problem[]): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const message =
    others.length === 0
      ? `${subject}: ${first.text}${first.text.endsWith("?") ? "" : "."}`
      : [
          `${subject} has ${problems.length} problems:`,
          ...problems.map(({ text }) => `  ${text}`),
        ].join("\n");
  throw new ZenError(first.code, message, {
    hint: problems.find(({ hint }) => hint !== undefined)?.hint,
    details: { problems: problems.map(({ code, text }) => ({ code, text })) },
  });
}

/** `, did you mean 'x'?` or nothing. */
export function didYouMean(likely: string | undefined): string {
  return likely === undefined ? "" : `, did you mean '${likely}'?`;
}
