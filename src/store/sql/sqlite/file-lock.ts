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
const UNWRITABLE_CODES: readonly number[] = [8, 14];

export class FileLock {
  readonly #file: string;
  readonly #patience: number;
  #connection: Connection | undefined;
  #last: Promise<unknown> = Promise.resolve();
  /** Somebody else had it when it was last asked for, and may be waiting again. */
  #isWanted = false;

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
    this.#connection?.close();
    this.#connection = undefined;
  }

  async #holdNow<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isWanted) await pause(TURN);
    const begin = performance.now();
    const connection = await this.#acquire();
    this.#isWanted = performance.now() - begin > TURN;
    try {
      return await work();
    } finally {
      connection.run("rollback");
    }
  }

  async #acquire(): Promise<Connection> {
    try {
      const connection = (this.#connection ??= connect(this.#file));
      const begin = () => connection.run("begin immediate");
      await retryLocked(begin, { isLocked: isBusy, patience: this.#patience });
      return connection;
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
