// Executes steps that are known to be short where it is called, one after the other, and all others
// elsewhere, in threads. Knows neither the graph nor what a thread is.
import type { StepOutcome, StepTask } from "../step-task.js";
import type { StepExecutor } from "./executor.js";
import type { StepDurations } from "./step-durations.js";

export interface MixedExecutorOptions {
  /** Each is made when it is needed first. */
  readonly here: () => StepExecutor;
  readonly elsewhere: () => StepExecutor;
  /** Processes of their own, for steps that may crash; without, such steps go elsewhere like others. */
  readonly apart?: (() => StepExecutor) | undefined;
  /** Whether a limit of the step can be kept nowhere else than apart; default: of none. */
  readonly isLimited?: ((task: StepTask) => boolean) | undefined;
  /** Absent: every step is executed here that asks for no other place. */
  readonly durations?: StepDurations | undefined;
}

/** A message to a thread and back costs more than steps as short as this. */
const TINY_MS = 1;
/** What else waits here is never more work than this: there is a person and a record to serve as well. */
const LIMIT_MS = 50;

export class MixedExecutor implements StepExecutor {
  readonly #options: MixedExecutorOptions;
  #here: StepExecutor | undefined;
  #elsewhere: StepExecutor | undefined;
  #apart: StepExecutor | undefined;
  /** Settles when all that waits here is done. */
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #underWay = 0;

  constructor(options: MixedExecutorOptions) {
    this.#options = options;
    // Sure to be needed: it may get ready while the run is prepared.
    if (options.durations !== undefined && options.durations.threads > 0) {
      this.#elsewhere = options.elsewhere();
    }
  }

  async execute(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    this.#underWay += 1;
    try {
      return await this.#execute(task, signal, start);
    } finally {
      this.#underWay -= 1;
    }
  }

  async close(): Promise<void> {
    this.#options.durations?.keep();
    const parts = [this.#here, this.#elsewhere, this.#apart];
    await Promise.all(parts.map(async (one) => one?.close()));
  }

  #execute(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    switch (task.isolation) {
      case "in_process":
        return this.#executeHere(task, signal, start);
      case "process":
        return this.#executeApart(task, signal, start);
      case "thread":
        return this.#isLimited(task)
          ? this.#executeApart(task, signal, start)
          : this.#executeElsewhere(task, signal, start);
      case undefined:
        return this.#executeAnywhere(task, signal, start);
    }
  }

  #executeAnywhere(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    const { durations } = this.#options;
    if (durations === undefined) return this.#executeHere(task, signal, start);
    if (this.#isLimited(task)) return this.#executeApart(task, signal, start);
    // Here nobody could end one that computes longer than it may.
    if (task.timeout !== undefined) return this.#executeElsewhere(task, signal, start);
    const expected = durations.short(task);
    if (expected === undefined && durations.isBearable(task)) {
      return this.#executeAlone(task, signal, start);
    }
    if (expected === undefined) return this.#executeElsewhere(task, signal, start);
    if (expected >= TINY_MS && this.#waiting + expected > LIMIT_MS) {
      return this.#executeElsewhere(task, signal, start);
    }
    this.#waiting += expected;
    const outcome = this.#last.then(() => {
      this.#waiting -= expected;
      return this.#inTurn(task, signal, start);
    });
    this.#last = outcome;
    return outcome;
  }

  #isLimited(task: StepTask): boolean {
    return this.#options.isLimited?.(task) ?? false;
  }

  /** Those before may have shown that the step is not as short as it was. */
  #inTurn(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    const isShort = this.#options.durations?.short(task) !== undefined;
    return isShort
      ? this.#executeHere(task, signal, start)
      : this.#executeElsewhere(task, signal, start);
  }

  /** Here where nothing else has begun by the time that all could that became ready with it. */
  async #executeAlone(
    task: StepTask,
    signal: AbortSignal,
    start: () => void,
  ): Promise<StepOutcome> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.#underWay === 1
      ? this.#executeHere(task, signal, start)
      : this.#executeElsewhere(task, signal, start);
  }

  #executeHere(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    this.#here ??= this.#options.here();
    return this.#learn(task, this.#here.execute(task, signal, start));
  }

  #executeApart(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    const { apart } = this.#options;
    if (apart === undefined) return this.#executeElsewhere(task, signal, start);
    this.#apart ??= apart();
    return this.#apart.execute(task, signal, start);
  }

  #executeElsewhere(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    this.#elsewhere ??= this.#options.elsewhere();
    return this.#learn(task, this.#elsewhere.execute(task, signal, start));
  }

  async #learn(task: StepTask, executed: Promise<StepOutcome>): Promise<StepOutcome> {
    const outcome = await executed;
    const { durations } = this.#options;
    if (outcome.status === "completed") durations?.learn(task, outcome.duration_ms);
    else durations?.forget(task);
    return outcome;
  }
}
