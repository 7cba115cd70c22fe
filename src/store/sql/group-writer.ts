// Puts the changes of several callers into one transaction: what costs time is the end of a transaction,
// not a change. One caller's failure is undone alone.
import type { Change } from "../../domain/change.js";
import { RESOURCES } from "../../domain/resources.js";
import { retryLocked } from "../retry-locked.js";
import { takeCalls } from "./calls.js";
import type { Call } from "./calls.js";
import type { Connection } from "./sqlite/connection.js";
import { isBusy, sqliteError } from "./sqlite/sqlite-error.js";

export interface GroupWriterOptions {
  /** Applies one change. Throws what is the caller's fault as a `ZenError`. */
  readonly apply: (change: Change) => void;
  /** Every commit waits for the disk, not only those of configuration. */
  readonly isAlwaysSynced: boolean;
  /** Milliseconds to wait for another process. */
  readonly patience: number;
}

export interface CommitCounts {
  readonly commits: number;
  /** How many of them waited for the disk. */
  readonly synced: number;
}

/** So many are not kept waiting for company. */
const MANY_CHANGES = 64;
/** Callers that go on as soon as they are answered would never let the event loop turn: it does this often. */
const TURN_MS = 10;

export class GroupWriter {
  readonly #connection: Connection;
  readonly #options: GroupWriterOptions;
  #waiting: Call[] = [];
  #waitingChanges = 0;
  #scheduled: NodeJS.Immediate | undefined;
  /** Since when the event loop has not turned. */
  #turnBegan: number | undefined;
  #draining: Promise<void> = Promise.resolve();
  #isDraining = false;
  #level: "normal" | "full" | undefined;
  #commits = 0;
  #synced = 0;
  #lastUnsynced = 0;

  constructor(connection: Connection, options: GroupWriterOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  get counts(): CommitCounts {
    return { commits: this.#commits, synced: this.#synced };
  }

  /** Whether a power cut could lose something that was committed here. */
  get isUnsynced(): boolean {
    return this.#lastUnsynced > 0;
  }

  /** The disk has all of the first `commits`; there may be newer ones. */
  markSynced(commits: number): void {
    if (this.#lastUnsynced <= commits) this.#lastUnsynced = 0;
  }

  write(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject });
      this.#waitingChanges += changes.length;
      if (this.#waitingChanges >= MANY_CHANGES && this.#isTurnShort()) void this.settled();
      else this.#scheduled ??= setImmediate(() => this.#commitOrWait(0));
    });
  }

  /**
   * The disk takes as long for many as for one: who waits for it anyway waits for company too, until a turn
   * of the loop brings none.
   */
  #commitOrWait(before: number): void {
    const { length } = this.#waiting;
    if (length === before || !this.#mustSync(this.#waiting)) return void this.settled();
    this.#scheduled = setImmediate(() => this.#commitOrWait(length));
  }

  #isTurnShort(): boolean {
    const now = performance.now();
    if (this.#turnBegan === undefined) {
      this.#turnBegan = now;
      setImmediate(() => {
        this.#turnBegan = undefined;
      });
    }
    return now - this.#turnBegan < TURN_MS;
  }

  /** Once everything that waits now has been committed or refused. */
  settled(): Promise<void> {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    if (!this.#isDraining) this.#draining = this.#drain();
    return this.#draining;
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    while (this.#waiting.length > 0) {
      const calls = this.#take();
      try {
        this.#setLevel(calls);
        await this.#write(calls);
      } catch (error) {
        for (const call of calls) call.reject(sqliteError(this.#connection.file, error));
      }
      if (this.#waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
    }
    this.#isDraining = false;
  }

  #take(): readonly Call[] {
    const calls = takeCalls(this.#waiting);
    for (const { changes } of calls) this.#waitingChanges -= changes.length;
    return calls;
  }

  /** Waits only when it must, so that an undisturbed commit ends in the turn that it began in. */
  #begin(): Promise<void> | undefined {
    const begin = (): void => void this.#connection.run("begin immediate");
    try {
      begin();
      return undefined;
    } catch (error) {
      if (!isBusy(error)) throw error;
      return retryLocked(begin, { isLocked: isBusy, patience: this.#options.patience });
    }
  }

  /**
   * Savepoints cost as much as the changes between them: they are left for the transaction that is done
   * once more because one call of it was refused.
   */
  async #write(calls: readonly Call[]): Promise<void> {
    await this.#begin();
    const refused = new Map<Call, unknown>();
    if (!this.#applyTogether(calls)) {
      await this.#begin();
      this.#undoOnError(() => calls.forEach((call) => this.#applyApart(call, refused)));
    }
    this.#undoOnError(() => this.#connection.run("commit"));
    this.#answer(calls, refused);
  }

  /** False when one call among others was refused: nothing is changed then. */
  #applyTogether(calls: readonly Call[]): boolean {
    try {
      for (const call of calls) applyCall(call, this.#options);
      return true;
    } catch (error) {
      // A full disk ends the whole transaction, and with it what the others wanted.
      const isRefused = calls.length > 1 && this.#connection.isInTransaction;
      if (this.#connection.isInTransaction) this.#connection.run("rollback");
      if (!isRefused) throw error;
      return false;
    }
  }

  #applyApart(call: Call, refused: Map<Call, unknown>): void {
    this.#connection.run("savepoint call");
    try {
      applyCall(call, this.#options);
    } catch (error) {
      if (!this.#connection.isInTransaction) throw error;
      this.#connection.run("rollback to call");
      refused.set(call, sqliteError(this.#connection.file, error));
    }
    this.#connection.run("release call");
  }

  #undoOnError(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (this.#connection.isInTransaction) this.#connection.run("rollback");
      throw error;
    }
  }

  #answer(calls: readonly Call[], refused: ReadonlyMap<Call, unknown>): void {
    this.#commits += 1;
    if (this.#level === "full") this.#synced += 1;
    this.#lastUnsynced = this.#level === "full" ? 0 : this.#commits;
    for (const call of calls) {
      if (refused.has(call)) call.reject(refused.get(call));
      else call.resolve();
    }
  }

  #mustSync(calls: readonly Call[]): boolean {
    return (
      this.#options.isAlwaysSynced || calls.some(({ changes }) => changes.some(isConfiguration))
    );
  }

  #setLevel(calls: readonly Call[]): void {
    const level = this.#mustSync(calls) ? "full" : "normal";
    if (level === this.#level) return;
    this.#connection.exec(`pragma synchronous = ${level}`);
    this.#level = level;
  }
}

function isConfiguration({ resource }: Change): boolean {
  return RESOURCES[resource].home === "configuration";
}

function applyCall({ changes }: Call, { apply }: GroupWriterOptions): void {
  for (const change of changes) apply(change);
}
