// The process that a run is executed by, as far as a test can have one: what it does passes through here,
// where faults strike; once it has died nothing passes any more.
import type { FakeClock } from "../fake-clock.js";
import type { Activity } from "./activity.js";
import type { Fault, FaultEffect, Point } from "./fault.js";
import type { FaultPlan } from "./fault-plan.js";

export interface TestProcessParts {
  readonly plan: FaultPlan;
  readonly clock: FakeClock;
  readonly activity: Activity;
}

/** What the engine meets when the process is dead: no error of the run. */
class ProcessDied extends Error {
  override readonly name = "ProcessDied";
  constructor() {
    super("the process of this test has died");
  }
}

export class TestProcess {
  readonly #parts: TestProcessParts;
  readonly #death = new AbortController();
  readonly #struck: unknown[] = [];

  constructor(parts: TestProcessParts) {
    this.#parts = parts;
  }

  /** Aborted when it dies. */
  get signal(): AbortSignal {
    return this.#death.signal;
  }

  get isDead(): boolean {
    return this.#death.signal.aborted;
  }

  /** Whether that is what a fault threw, or what the engine made of it. */
  isOfFault(error: unknown): boolean {
    if (error instanceof ProcessDied) return true;
    for (let cause = error; cause !== undefined && cause !== null; cause = causeOf(cause)) {
      if (this.#struck.includes(cause)) return true;
    }
    return false;
  }

  faultAt(point: Point): Fault | undefined {
    this.assertAlive();
    return this.#parts.plan.at(point);
  }

  /** Does what the engine asked for, with the fault that strikes there. */
  pass<Result>(point: Point | undefined, work: () => Promise<Result>): Promise<Result> {
    return this.#parts.activity.during(async () => {
      this.assertAlive();
      const fault = point === undefined ? undefined : this.faultAt(point);
      if (fault === undefined) return this.untilDeath(work());
      if (fault.delay !== undefined) await this.#parts.clock.wait(fault.delay * 1000, this.signal);
      this.strike(fault);
      const result = await this.untilDeath(work());
      this.strikeAfter(fault);
      return result;
    });
  }

  /** What stands in the way of doing it. */
  strike(fault: FaultEffect): void {
    this.assertAlive();
    if (fault.crash === "before") this.die();
    if (!("error" in fault)) return;
    this.#struck.push(fault.error);
    throw fault.error;
  }

  /** What happens when it was done. */
  strikeAfter({ crash }: FaultEffect): void {
    if (crash === "after") this.die();
  }

  die(): never {
    this.#death.abort(new ProcessDied());
    throw this.#death.signal.reason;
  }

  assertAlive(): void {
    this.#death.signal.throwIfAborted();
  }

  /** Whoever still waits for something when the process dies gets no answer of it. */
  untilDeath<Result>(work: Promise<Result>): Promise<Result> {
    const { signal } = this.#death;
    return new Promise((resolve, reject) => {
      const die = (): void => reject(signal.reason);
      signal.addEventListener("abort", die, { once: true });
      work.then(resolve, reject).finally(() => signal.removeEventListener("abort", die));
    });
  }
}

function causeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "cause" in error ? error.cause : undefined;
}
