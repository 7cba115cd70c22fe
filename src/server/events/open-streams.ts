// Streams that are open: kept alive, and ended as soon as who reads may not read any more.
import { ZenError } from "../../domain/errors.js";
import { mayDo } from "../../domain/policy.js";
import { principalIn } from "../../store/session/access.js";
import type { Asker } from "../auth/asker.js";

export interface OpenStream {
  readonly asker: Asker;
  readonly project_id: string;
  readonly beat: () => void;
  /** What he may do now. */
  readonly update: (asker: Asker) => void;
  readonly end: () => void;
}

export interface OpenStreamsOptions {
  /** Undefined: what he came with does not hold any more. */
  readonly stillHolds: (asker: Asker) => Promise<Asker | undefined>;
  readonly onError: (error: unknown) => void;
  readonly most?: number;
}

const MOST = 2000;
const EVERY = 15_000;

export class OpenStreams {
  readonly #options: OpenStreamsOptions;
  readonly #open = new Set<OpenStream>();
  #timer: NodeJS.Timeout | undefined;
  #isChecking = false;
  #isAskedAgain = false;

  constructor(options: OpenStreamsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Errors: `too_many_requests`. */
  checkRoom(): void {
    if (this.#open.size < (this.#options.most ?? MOST)) return;
    throw new ZenError("too_many_requests", "The server has as many open streams as it takes.", {
      hint: "Try again in a minute.",
      details: { retry_after: 60 },
    });
  }

  add(stream: OpenStream): () => void {
    this.#open.add(stream);
    this.#timer ??= setInterval(() => this.#beat(), EVERY).unref();
    return () => {
      this.#open.delete(stream);
      if (this.#open.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  /** After a change of who may do what. */
  recheck(): void {
    if (this.#open.size === 0) return;
    if (this.#isChecking) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isChecking = true;
    void this.#checkAll();
  }

  close(): void {
    for (const stream of this.#open) stream.end();
  }

  #beat(): void {
    for (const stream of this.#open) stream.beat();
    this.recheck();
  }

  async #checkAll(): Promise<void> {
    do {
      this.#isAskedAgain = false;
      for (const stream of this.#open) await this.#check(stream);
    } while (this.#isAskedAgain);
    this.#isChecking = false;
  }

  async #check(stream: OpenStream): Promise<void> {
    try {
      const asker = await this.#options.stillHolds(stream.asker);
      const there = asker && { ...asker, ...principalIn(asker, stream.project_id) };
      if (there === undefined || !mayDo(there, "read", "run")) stream.end();
      else stream.update(there);
    } catch (error) {
      // The store is away: what cannot be asked is not granted.
      this.#options.onError(error);
      stream.end();
    }
  }
}
