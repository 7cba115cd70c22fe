import { describeError } from "../source-positions.js";
import type { StepOutcome, StepTask } from "../step-task.js";
import type { StepExecutor } from "./executor.js";

export interface GuardOptions {
  readonly projectRoot: string;
  /** Milliseconds that a cancelled step has to end by itself. */
  readonly grace?: number | undefined;
}

const DEFAULT_GRACE = 3000;

/**
 * Ends a step as a thread of its own would: when it leaves an error unhandled, and when it does not
 * hear that it is cancelled. For one step at a time.
 */
export function guardedExecutor(inner: StepExecutor, options: GuardOptions): StepExecutor {
  return {
    execute: (task, signal, start) => new Guarded(task, options).run(inner, signal, start),
    close: () => inner.close(),
  };
}

class Guarded {
  readonly #task: StepTask;
  readonly #options: GuardOptions;
  readonly #begin = performance.now();
  readonly #ended: Promise<StepOutcome>;
  #end: (outcome: StepOutcome) => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(task: StepTask, options: GuardOptions) {
    this.#task = task;
    this.#options = options;
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async run(inner: StepExecutor, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    process.on("uncaughtException", this.#fail);
    signal.addEventListener("abort", this.#cancel);
    try {
      return await Promise.race([inner.execute(this.#task, signal, start), this.#ended]);
    } finally {
      process.off("uncaughtException", this.#fail);
      signal.removeEventListener("abort", this.#cancel);
      clearTimeout(this.#timer);
    }
  }

  readonly #fail = (error: unknown): void => {
    const { projectRoot } = this.#options;
    const failure = { ...describeError(error, { projectRoot }), step: this.#task.step.name };
    this.#end({ status: "failed", failure, duration_ms: this.#duration() });
  };

  readonly #cancel = (): void => {
    this.#timer = setTimeout(() => {
      this.#end({ status: "cancelled", duration_ms: this.#duration() });
    }, this.#options.grace ?? DEFAULT_GRACE);
  };

  #duration(): number {
    return Math.round((performance.now() - this.#begin) * 1000) / 1000;
  }
}
