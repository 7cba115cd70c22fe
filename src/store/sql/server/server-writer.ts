// Puts the changes of several callers into one transaction. First without looking back: most groups hold
// nothing that is refused. A group that does is undone and done again with a savepoint for each call, so
// that one caller's failure is undone alone.
import { setTimeout as pause } from "node:timers/promises";
import type { Change } from "../../../domain/change.js";
import { isZenError } from "../../../domain/errors.js";
import { PATIENCE } from "../../retry-locked.js";
import { takeCalls } from "../calls.js";
import type { Call } from "../calls.js";
import type { Statements } from "../statements/statements.js";
import type { Server } from "./server-kind.js";
import { runTransaction, transientTrouble } from "./run-transaction.js";
import { ATTEMPTS, asServerError } from "./with-connection.js";

const LONGEST_PAUSE = 50;

export class ServerWriter {
  readonly #server: Server;
  readonly #statements: Statements;
  #waiting: Call[] = [];
  #draining: Promise<void> | undefined;

  constructor(server: Server, statements: Statements) {
    this.#server = server;
    this.#statements = statements;
  }

  write(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject });
      void this.settled();
    });
  }

  /** Once everything that waits now has been committed or refused. */
  settled(): Promise<void> {
    this.#draining ??= this.#drain();
    return this.#draining;
  }

  async #drain(): Promise<void> {
    // Who calls in the same turn shares the transaction.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const calls = takeCalls(this.#waiting);
      try {
        await this.#commit(calls);
      } catch (error) {
        for (const call of calls) call.reject(asServerError(this.#server, error));
      }
    }
    // In the same turn as the last look: who comes later begins anew.
    this.#draining = undefined;
  }

  /** Again when the server gave the transaction up, or lost it before it was to be kept. */
  async #commit(calls: readonly Call[]): Promise<void> {
    const end = performance.now() + PATIENCE;
    let isCareful = false;
    for (let attempt = 1; ; attempt++) {
      try {
        await runTransaction(this.#server, { calls, isCareful, statements: this.#statements });
        return;
      } catch (error) {
        const transient = transientTrouble(this.#server, error);
        if (transient !== undefined) {
          const isEnough = transient === "lost" ? attempt >= ATTEMPTS : performance.now() > end;
          if (isEnough) throw error;
          await pause(Math.random() * LONGEST_PAUSE);
        } else if (!isCareful && this.#needsCare(calls, error)) isCareful = true;
        else throw error;
      }
    }
  }

  /** Whether doing it again tells more: whose fault it was, or what exactly was refused. */
  #needsCare(calls: readonly Call[], error: unknown): boolean {
    if (calls.length > 1) return !isZenError(error, "store_unreachable");
    return this.#server.isEndedByErrors && !isZenError(error);
  }
}
