// How long a server that went away is waited for. Shared by all who ask one server: who comes when it has been
// gone for long is told at once.
import { setTimeout as pause } from "node:timers/promises";
import type { Trouble } from "./server-error.js";

/** So many times at least: connections that nobody used may be dead without having said so. */
const ATTEMPTS = 3;
const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 1000;

/** What passes when a server comes back, or has fewer to serve. */
const PASSING: readonly (Trouble | undefined)[] = [
  "lost",
  "refused",
  "silent",
  "starting",
  "too_many",
];

export function isPassing(trouble: Trouble | undefined): boolean {
  return PASSING.includes(trouble);
}

export class Outage {
  /** Milliseconds after which nobody waits any more. */
  readonly patience: number;
  /** When the first of a row of questions remained without an answer. */
  #since: number | undefined;
  #last = 0;

  constructor(patience: number) {
    this.patience = patience;
  }

  /** Somebody was answered. */
  end(): void {
    this.#since = undefined;
  }

  /** Waits before the next attempt, ever longer; false when there should be none. `attempt`: from 1. */
  async wait(attempt: number): Promise<boolean> {
    const now = performance.now();
    // Long ago nobody asked: what was then says nothing of now. Who asks again may have waited for long.
    if (attempt === 1 && now - this.#last > this.patience) this.#since = undefined;
    this.#last = now;
    this.#since ??= now;
    if (attempt < ATTEMPTS) return true;
    if (now - this.#since > this.patience) return false;
    const length = Math.min(FIRST_PAUSE * 2 ** (attempt - ATTEMPTS), LONGEST_PAUSE);
    // Several that wait in step would all come at once.
    await pause(length * (0.5 + Math.random()));
    return true;
  }
}
