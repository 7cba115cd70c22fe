// A lock between processes that dies with its holder: an empty SQLite file in a write transaction, which
// the kernel releases when a process ends in whatever way.
import { ZenError } from "../../../domain/errors.js";
import { retryLocked } from "../../retry-locked.js";
import { connect } from "./connection.js";
import type { Connection } from "./connection.js";
import { isBusy, resultCode, sqliteError } from "./sqlite-error.js";

const UNWRITABLE_CODES: readonly number[] = [8, 14];

export class FileLock {
  readonly #file: string;
  readonly #patience: number;
  #connection: Connection | undefined;
  #last: Promise<unknown> = Promise.resolve();

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
    const connection = await this.#acquire();
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
