// Gathers the state changes of a run and commits them. Knows changes and the store; not what a step does.
import type { Change } from "../../domain/change.js";
import type { CommitOptions } from "../../store/zen-store.js";

export interface JournalStore {
  commit(changes: readonly Change[], options?: CommitOptions): Promise<void>;
}

export interface JournalOptions {
  /** Milliseconds that a change noted by `later` may wait for company. */
  readonly delay?: number;
  /** Changes that are committed at once when that many wait. */
  readonly limit?: number;
}

/**
 * `commit` returns once a killed process cannot lose its changes. What is noted by `later` must be
 * something that a crash may lose (that a step has started, that it was served from the cache); it
 * waits a little, so that what happens next may still be said with it in one. What is noted by one call stays
 * together, also where all that waits is too much to be sent at once.
 */
export class Journal {
  readonly #store: JournalStore;
  readonly #delay: number;
  readonly #limit: number;
  #waiting: Change[][] = [];
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #inFlight = new Set<Promise<void>>();
  #failure: unknown;

  constructor(store: JournalStore, options: JournalOptions = {}) {
    this.#store = store;
    this.#delay = options.delay ?? 20;
    this.#limit = options.limit ?? 256;
  }

  later(changes: readonly Change[]): void {
    this.#waiting.push([...changes]);
    this.#count += changes.length;
    if (this.#count >= this.#limit) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), this.#delay);
  }

  /** Takes back a change that still waits, so that a later one can say both; false when it was sent. */
  withdraw(change: Change): boolean {
    const noted = this.#waiting.findLast((one) => one.includes(change));
    if (noted === undefined) return false;
    noted.splice(noted.lastIndexOf(change), 1);
    this.#count -= 1;
    return true;
  }

  async commit(changes: readonly Change[]): Promise<void> {
    await this.#send([changes]);
    this.#throwFailure();
  }

  /**
   * The last commit, together with all that still waits: whoever sees these changes sees all before them.
   * Errors: the first one of any commit of this journal; nothing is written then.
   */
  async end(changes: readonly Change[]): Promise<void> {
    const waiting = this.#takeWaiting();
    await Promise.allSettled(this.#inFlight);
    this.#throwFailure();
    await this.#send([...waiting, changes]);
  }

  #flush(): void {
    // A failure is kept, and thrown by the next commit or at the end.
    this.#send(this.#takeWaiting()).catch(() => undefined);
  }

  #takeWaiting(): readonly (readonly Change[])[] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#count = 0;
    return waiting;
  }

  #send(noted: readonly (readonly Change[])[]): Promise<void> {
    const parts = noted.filter((changes) => changes.length > 0);
    const [only, ...more] = parts;
    if (only === undefined) return Promise.resolve();
    const isOne = more.length === 0;
    const sent = isOne ? this.#store.commit(only) : this.#store.commit(parts.flat(), { parts });
    const tracked = sent.then(
      () => undefined,
      (error: unknown) => {
        this.#failure ??= error;
      },
    );
    this.#inFlight.add(tracked);
    void tracked.then(() => this.#inFlight.delete(tracked));
    return sent;
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
