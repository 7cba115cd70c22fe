// A lock between processes that dies with its holder: an empty SQLite file in a write transaction, which
// the kernel releases when a process ends in whatever way.
import { setTimeout as pause } from "node:timers/promises";
import { ZenError } from "../../../domain/errors.js";
import { retryLocked } from "../../retry-locked.js";
import { connect } from "./connection.js";
import type { Connection } from "./connection.js";
import { isBusy, resultCode, sqliteError } from "./sqlite-error.js";

/** Milliseconds that others are given before it is taken again: waiting is asking now and then. */
const TURN = 2;
/** Milliseconds for which it is kept from one piece of work to the next while others wait: each change of holders costs as much as the work. */
const SLICE = 40;
const UNWRITABLE_CODES: readonly number[] = [8, 14];

export class FileLock {
  readonly #file: string;
  readonly #patience: number;
  #connection: Connection | undefined;
  #last: Promise<unknown> = Promise.resolve();
  /** Somebody else had it when it was last asked for, and may be waiting again. */
  #isWanted = false;
  /** When it was acquired; undefined: it is not held. */
  #since: number | undefined;
  #isWorking = false;

  constructor(file: string, patience: number) {
    this.#file = file;
    this.#patience = patience;
  }

  /** Errors: `store_locked`, `store_read_only`, and those of `work`. */
  hold<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(() => this.#holdNow(work));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    await this.#last;
    this.#release();
    this.#connection?.close();
    this.#connection = undefined;
  }

  async #holdNow<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#isWorking = true;
    try {
      if (this.#since === undefined) await this.#take();
      return await work();
    } finally {
      this.#isWorking = false;
      this.#releaseInTime();
    }
  }

  async #take(): Promise<void> {
    if (this.#isWanted) await pause(TURN);
    const begin = performance.now();
    await this.#acquire();
    this.#since = performance.now();
    this.#isWanted = this.#since - begin > TURN;
  }

  /** Nobody waits for it: at once. Else when there is no more work at hand, or the slice is used up. */
  #releaseInTime(): void {
    const isKept =
      this.#isWanted && this.#since !== undefined && performance.now() - this.#since < SLICE;
    if (!isKept) return this.#release();
    setImmediate(() => {
      if (!this.#isWorking) this.#release();
    });
  }

  #release(): void {
    if (this.#since === undefined) return;
    this.#since = undefined;
    this.#connection?.run("rollback");
  }

  async #acquire(): Promise<void> {
    try {
      const connection = (this.#connection ??= connect(this.#file));
      const begin = () => connection.run("begin immediate");
      await retryLocked(begin, { isLocked: isBusy, patience: this.#patience });
    } catch (error) {
      if (UNWRITABLE_CODES.includes((resultCode(error) ?? 0) & 0xff)) throw unwritable(this.#file);
      throw sqliteError(this.#file, error);
    }
  }
}

function unwritable(file: string): ZenError {
  return new ZenError("store_read_only", `The store cannot be written: ${file} cannot be opened.`, {
    hint: "Allow this user to write the store's folder and the files in it.",
  });
}
