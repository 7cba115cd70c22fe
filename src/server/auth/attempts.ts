// How often somebody tried: attempts count before they are made, so that many at once count too.
import { ZenError } from "../../domain/errors.js";

export interface AttemptsOptions {
  readonly now: () => number;
  /** Milliseconds in which tries are counted. */
  readonly window?: number;
  /** Tries that one subject has in that time. */
  readonly most: number;
  /** Subjects that are remembered; the oldest go first. */
  readonly capacity?: number;
}

interface Count {
  count: number;
  readonly until: number;
}

const QUARTER_HOUR = 900_000;
const CAPACITY = 50_000;

export class Attempts {
  readonly #counts = new Map<string, Count>();
  readonly #options: Required<AttemptsOptions>;

  constructor({ window = QUARTER_HOUR, capacity = CAPACITY, ...options }: AttemptsOptions) {
    this.#options = { ...options, window, capacity };
  }

  /** Errors: `too_many_requests`, saying when to try again. */
  begin(subject: string): void {
    const now = this.#options.now();
    const known = this.#counts.get(subject);
    const count = known !== undefined && known.until > now ? known : this.#add(subject, now);
    count.count += 1;
    if (count.count <= this.#options.most) return;
    const retry_after = Math.max(1, Math.ceil((count.until - now) / 1000));
    throw new ZenError("too_many_requests", "There were too many tries.", {
      hint: `Try again in ${retry_after} seconds.`,
      details: { retry_after },
    });
  }

  /** What went well was no try to guess. */
  succeeded(subject: string): void {
    const known = this.#counts.get(subject);
    if (known !== undefined && known.count > 0) known.count -= 1;
  }

  forget(subject: string): void {
    this.#counts.delete(subject);
  }

  #add(subject: string, now: number): Count {
    this.#counts.delete(subject);
    const [oldest] = this.#counts.size < this.#options.capacity ? [] : this.#counts.keys();
    if (oldest !== undefined) this.#counts.delete(oldest);
    const count = { count: 0, until: now + this.#options.window };
    this.#counts.set(subject, count);
    return count;
  }
}
