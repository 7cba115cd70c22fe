// The signal that one attempt of a step gets: the run's, and that of its own time limit where it has one.
import type { StepTask } from "../step-task.js";
import { timeoutError } from "./step-errors.js";

export interface AttemptClock {
  readonly signal: AbortSignal;
  /** Whether it was the limit that aborted the signal. */
  readonly isOver: boolean;
  stop(): void;
}

export function attemptClock({ step, timeout }: StepTask, run: AbortSignal): AttemptClock {
  if (timeout === undefined) return { signal: run, isOver: false, stop: () => undefined };
  return new LimitedClock(step.name, timeout, run);
}

/** What a timer can count: longer limits are none. */
const LONGEST_MS = 2 ** 31 - 1;

class LimitedClock implements AttemptClock {
  readonly #controller = new AbortController();
  readonly #run: AbortSignal;
  readonly #timer: NodeJS.Timeout | undefined;
  isOver = false;

  constructor(step: string, seconds: number, run: AbortSignal) {
    this.#run = run;
    run.addEventListener("abort", this.#cancel, { once: true });
    if (run.aborted) this.#cancel();
    if (seconds * 1000 > LONGEST_MS) return;
    this.#timer = setTimeout(() => {
      this.isOver = !this.signal.aborted;
      const { message } = timeoutError(step, seconds);
      this.#controller.abort(new DOMException(message, "TimeoutError"));
    }, seconds * 1000);
    // A step that nothing else keeps going is stuck, which shows sooner.
    this.#timer.unref();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#run.removeEventListener("abort", this.#cancel);
  }

  readonly #cancel = (): void => this.#controller.abort(this.#run.reason);
}
