interface Waiter {
  readonly time: number;
  readonly wake: () => void;
}

/** A clock that moves when it is told to; in a test of a run also when all that goes on waits for it. */
export class FakeClock {
  #milliseconds: number;
  readonly #waiters = new Set<Waiter>();
  readonly #listeners = new Set<() => void>();

  constructor(start: string | Date = "2026-01-01T00:00:00.000Z") {
    this.#milliseconds = new Date(start).getTime();
  }

  /** In ISO 8601, as stores take it. */
  readonly now = (): string => new Date(this.#milliseconds).toISOString();

  /** Milliseconds since the epoch. */
  readonly time = (): number => this.#milliseconds;

  /** How many wait for a later time. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /** Resolves once the clock has moved that far, or as soon as the signal aborts. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (milliseconds <= 0 || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiters.delete(waiter);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const waiter = { time: this.#milliseconds + milliseconds, wake };
      this.#waiters.add(waiter);
      signal?.addEventListener("abort", wake, { once: true });
      for (const listener of this.#listeners) listener();
    });
  }

  advance(milliseconds: number): void {
    this.#moveTo(this.#milliseconds + milliseconds);
  }

  /** Moves to the time that is waited for next; nothing when nobody waits. */
  advanceToNext(): void {
    const times = [...this.#waiters].map(({ time }) => time);
    if (times.length > 0) this.#moveTo(Math.min(...times));
  }

  /** Tells each time somebody begins to wait, until what is returned is called. */
  onWait(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #moveTo(time: number): void {
    this.#milliseconds = time;
    for (const waiter of this.#waiters) if (waiter.time <= time) waiter.wake();
  }
}
