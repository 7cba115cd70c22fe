// What a person is told of a step whose process did not live to say how the step ended.
import type { Failure } from "../../domain/entities/run.js";

export type ProcessEnd =
  | { readonly type: "exited"; readonly code: number }
  | { readonly type: "killed"; readonly signal: string }
  /** It closed the channel through which it could have said how the step ended. */
  | { readonly type: "hung_up" }
  /** It took more than it may, and was ended. */
  | { readonly type: "out_of_memory"; readonly limit: string }
  | { readonly type: "not_started"; readonly error: Error };

const MOST_LINES = 20;
const LONGEST_LINE = 500;

/** The newest lines of stderr. */
export class LastLines {
  readonly #lines: string[] = [];

  get lines(): readonly string[] {
    return this.#lines;
  }

  add(line: string): void {
    this.#lines.push(line.slice(0, LONGEST_LINE));
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
  }

  clear(): void {
    this.#lines.length = 0;
  }
}

export function crashOf(step: string, end: ProcessEnd, lastLines: readonly string[]): Failure {
  const stack = lastLines.length === 0 ? null : ["Last lines of stderr:", ...lastLines].join("\n");
  const message = `The process of step '${step}' ${whatHappened(end)}.`;
  const name = end.type === "out_of_memory" ? "StepOutOfMemory" : "StepCrashed";
  return { name, message, step, location: null, stack };
}

function whatHappened(end: ProcessEnd): string {
  switch (end.type) {
    case "exited":
      return `exited with code ${end.code} before the step was done`;
    case "killed":
      return `was ended by ${end.signal}${MEANINGS[end.signal] ?? ""}`;
    case "hung_up":
      return "closed its channel to the run before the step was done";
    case "out_of_memory":
      return `took more memory than its limit of ${end.limit} (settings.resources.memory) and was ended`;
    case "not_started":
      return `could not be started: ${end.error.message}`;
  }
}

const MEANINGS: Readonly<Record<string, string>> = {
  SIGABRT: ": it, or native code that it uses, gave up, perhaps for want of memory",
  SIGBUS: ": native code that it uses crashed",
  SIGFPE: ": native code that it uses crashed",
  SIGILL: ": native code that it uses crashed",
  SIGKILL: ": by a person, or by the system when it is out of memory",
  SIGSEGV: ": native code that it uses crashed",
};
