// What was answered to changes of late, so that a client that heard no answer may ask once more and the
// change is still done once.
import { ZenError } from "../../domain/errors.js";
import type { Feed } from "./feed.js";

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** Media type; null: no body. */
  readonly type: string | null;
  readonly data: string | Feed | null;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

interface Remembered {
  readonly request: string;
  readonly answer: Promise<WireAnswer>;
  readonly until: number;
  size: number;
}

export interface RecentAnswersOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly lifetime?: number;
  /** Characters of all answers together. */
  readonly capacity?: number;
}

const TEN_MINUTES = 600_000;
const CAPACITY = 32 * 1024 * 1024;
/** What an answer costs besides its text. */
const OVERHEAD = 500;

export class RecentAnswers {
  readonly #answers = new Map<string, Remembered>();
  readonly #options: Required<RecentAnswersOptions>;
  #size = 0;

  constructor({ now, lifetime = TEN_MINUTES, capacity = CAPACITY }: RecentAnswersOptions) {
    this.#options = { now, lifetime, capacity };
  }

  /**
   * Does `work` for the first request with this key; the others wait for its answer and get the same.
   * `request` tells requests apart that should not have the same key. Errors: `conflict`.
   */
  async once(key: string, request: string, work: () => Promise<WireAnswer>): Promise<WireAnswer> {
    this.#forgetOld();
    const known = this.#answers.get(key);
    if (known !== undefined) {
      if (known.request === request) return known.answer;
      throw new ZenError("conflict", "This idempotency key was used for another request.", {
        hint: "Make a new key for each change.",
      });
    }
    const until = this.#options.now() + this.#options.lifetime;
    const entry: Remembered = { request, answer: work(), until, size: OVERHEAD };
    this.#answers.set(key, entry);
    this.#size += entry.size;
    return this.#settle(key, entry);
  }

  async #settle(key: string, entry: Remembered): Promise<WireAnswer> {
    try {
      const answer = await entry.answer;
      // Nothing was done then, so it may be tried again.
      if (answer.status >= 500) this.#forget(key, entry);
      // A stream is for one reader.
      else if (typeof answer.data === "object" && answer.data !== null) this.#forget(key, entry);
      else this.#grow(entry, answer.data?.length ?? 0);
      return answer;
    } catch (error) {
      this.#forget(key, entry);
      throw error;
    }
  }

  #grow(entry: Remembered, size: number): void {
    entry.size += size;
    this.#size += size;
    for (const [key, oldest] of this.#answers) {
      if (this.#size <= this.#options.capacity) return;
      this.#forget(key, oldest);
    }
  }

  #forgetOld(): void {
    const now = this.#options.now();
    for (const [key, entry] of this.#answers) {
      if (entry.until > now) return;
      this.#forget(key, entry);
    }
  }

  #forget(key: string, entry: Remembered): void {
    if (this.#answers.get(key) !== entry) return;
    this.#answers.delete(key);
    this.#size -= entry.size;
  }
}
