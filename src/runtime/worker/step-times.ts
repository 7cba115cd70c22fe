import type { StepTask } from "../step-task.js";

interface Range {
  readonly shortest: number;
  readonly longest: number;
}

/** Steps as short as this are sent several at once: a message costs more than they do. */
const SHORT_MS = 2;
/** How fast an exception is forgotten. */
const FORGETTING = 0.8;

/** What steps took lately, by definition. The first one of a kind and a busy machine are exceptions. */
export class StepTimes {
  readonly #ranges = new Map<string, Range>();

  learn({ step }: StepTask, duration: number): void {
    const { shortest, longest } = this.#ranges.get(step.definition) ?? NOT_SEEN;
    this.#ranges.set(step.definition, {
      shortest: Math.min(duration, shortest / FORGETTING),
      longest: Math.max(duration, longest * FORGETTING),
    });
  }

  /** Milliseconds that it takes at least; infinite while none of its kind has ended. */
  atLeast({ step }: StepTask): number {
    return (this.#ranges.get(step.definition) ?? NOT_SEEN).shortest;
  }

  isShort({ step }: StepTask): boolean {
    const range = this.#ranges.get(step.definition);
    return range !== undefined && range.longest < SHORT_MS;
  }
}

const NOT_SEEN: Range = { shortest: Number.POSITIVE_INFINITY, longest: 0 };
