import type { FakeClock } from "../fake-clock.js";

/** Turns of the event loop without news after which nobody is taken to be at work. */
const QUIET_TURNS = 3;

/** Counts what goes on in a run, and moves the clock when all of it waits for the clock. */
export class Activity {
  readonly #clock: FakeClock;
  readonly #stopListening: () => void;
  #busy = 0;
  #isLooking = false;

  constructor(clock: FakeClock) {
    this.#clock = clock;
    this.#stopListening = clock.onWait(() => this.#look());
  }

  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      this.#look();
    }
  }

  close(): void {
    this.#stopListening();
  }

  #look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    setImmediate(() => this.#turn(QUIET_TURNS));
  }

  #turn(left: number): void {
    const doAllWait = this.#clock.waiting > 0 && this.#busy <= this.#clock.waiting;
    if (doAllWait && left > 0) {
      setImmediate(() => this.#turn(left - 1));
      return;
    }
    this.#isLooking = false;
    if (doAllWait) this.#clock.advanceToNext();
  }
}
