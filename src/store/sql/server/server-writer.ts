// Puts the changes of several callers into one transaction. First without looking back: most groups hold
// nothing that is refused. A group that does is undone and done again with a savepoint for each call, so
// that one caller's failure is undone alone. A server that went away is waited for.
import { setTimeout as pause } from "node:timers/promises";
import type { Change } from "../../../domain/change.js";
import { isZenError } from "../../../domain/errors.js";
import { takeCalls } from "../calls.js";
import type { Call } from "../calls.js";
import type { Statements } from "../statements/statements.js";
import { isPassing } from "./outage.js";
import type { Outage } from "./outage.js";
import type { Server } from "./server-kind.js";
import { LostCommit, answerCalls, runTransaction } from "./run-transaction.js";
import type { Numbered } from "./run-transaction.js";
import { unknownOutcome } from "./server-error.js";
import { wasKept } from "./was-kept.js";
import { asServerError, troubleWith, withConnection } from "./with-connection.js";

const LONGEST_PAUSE = 50;

export interface ServerWriterOptions extends Numbered {
  readonly statements: Statements;
  readonly outage: Outage;
}

export class ServerWriter {
  readonly #server: Server;
  readonly #statements: Statements;
  readonly #outage: Outage;
  readonly #numbered: Numbered;
  #isNumbered = false;
  #waiting: Call[] = [];
  #draining: Promise<void> | undefined;

  constructor(server: Server, { statements, outage, ...numbered }: ServerWriterOptions) {
    this.#server = server;
    this.#statements = statements;
    this.#outage = outage;
    this.#numbered = numbered;
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

  /** Again when the server gave the transaction up, or went away before it was kept. */
  async #commit(calls: readonly Call[]): Promise<void> {
    const group = new Group(calls, performance.now() + this.#outage.patience);
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#attempt(group);
        this.#outage.end();
        return;
      } catch (error) {
        if (error instanceof LostCommit) group.lose(error);
        if (!(await this.#isWorthAnother(group, error, attempt))) throw this.#told(group, error);
      }
    }
  }

  async #attempt(group: Group): Promise<void> {
    const { calls, isCareful, lost } = group;
    if (lost !== undefined && (await this.#wasKept(calls, lost))) {
      return answerCalls(calls, lost.refused);
    }
    const options = { calls, isCareful, statements: this.#statements, ...this.#numbered };
    if (!this.#isNumbered) await this.#begin();
    await runTransaction(this.#server, options);
  }

  /** Once: every transaction raises the number of changes, so there has to be one. */
  async #begin(): Promise<void> {
    const { begin } = this.#numbered.numbers;
    await withConnection(this.#server, (connection) => connection.exec(begin));
    this.#isNumbered = true;
  }

  #wasKept(calls: readonly Call[], { refused }: LostCommit): Promise<boolean> {
    const kept = calls.filter((call) => !refused.has(call));
    return wasKept(kept, { server: this.#server, statements: this.#statements });
  }

  async #isWorthAnother(group: Group, error: unknown, attempt: number): Promise<boolean> {
    const trouble = troubleWith(this.#server, error);
    if (isPassing(trouble)) return this.#outage.wait(attempt);
    if (error instanceof LostCommit) {
      return performance.now() < group.end && this.#outage.wait(attempt);
    }
    if (trouble === "collision") {
      await pause(Math.random() * LONGEST_PAUSE);
      return performance.now() < group.end;
    }
    // What was refused may be what the lost transaction did: that is looked at before anything else.
    if (group.mayBeKept) return group.lookAgain();
    return !group.isCareful && this.#needsCare(group.calls, error) && group.takeCare();
  }

  /** Whether doing it again tells more: whose fault it was, or what exactly was refused. */
  #needsCare(calls: readonly Call[], error: unknown): boolean {
    return calls.length > 1 || (this.#server.isEndedByErrors && !isZenError(error));
  }

  #told({ lost }: Group, error: unknown): unknown {
    const isAway = error instanceof LostCommit || isPassing(troubleWith(this.#server, error));
    return lost !== undefined && isAway ? unknownOutcome(this.#server.place, lost.cause) : error;
  }
}

/** Calls that share a transaction, until it is kept. */
class Group {
  readonly calls: readonly Call[];
  /** When nobody waits any more. */
  readonly end: number;
  isCareful = false;
  /** The last attempt of which nobody knows how it ended. */
  lost: LostCommit | undefined;
  mayBeKept = false;

  constructor(calls: readonly Call[], end: number) {
    this.calls = calls;
    this.end = end;
  }

  lose(lost: LostCommit): void {
    this.lost = lost;
    this.mayBeKept = true;
    this.isCareful = false;
  }

  lookAgain(): boolean {
    this.mayBeKept = false;
    return true;
  }

  takeCare(): boolean {
    this.isCareful = true;
    return true;
  }
}
