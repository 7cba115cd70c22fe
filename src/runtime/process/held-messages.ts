import type { FromWorker } from "../worker/protocol.js";

/** Messages that belong to a place in the log: what a step printed comes before what became of it. */
export function isPlaced({ type }: FromWorker): boolean {
  return type === "outcome" || type === "decided";
}

/** Brings together what comes through two pipes: a message of a place waits until the log is read so far. */
export class HeldMessages {
  readonly #deliver: (message: FromWorker) => void;
  readonly #held: FromWorker[] = [];
  #marks = 0;

  constructor(deliver: (message: FromWorker) => void) {
    this.#deliver = deliver;
  }

  message(message: FromWorker): void {
    if (!isPlaced(message)) return this.#deliver(message);
    this.#held.push(message);
    this.#next();
  }

  /** The log has come to the next place. */
  mark(): void {
    this.#marks += 1;
    this.#next();
  }

  /** No further line will come. */
  release(): void {
    for (const message of this.#held.splice(0)) this.#deliver(message);
  }

  #next(): void {
    while (this.#marks > 0) {
      const message = this.#held.shift();
      if (message === undefined) return;
      this.#marks -= 1;
      this.#deliver(message);
    }
  }
}
