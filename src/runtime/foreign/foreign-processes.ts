// The processes of other languages that serve the steps of a run, where those are executed: as many as
// there are cores, and warm ones kept for further steps. Ended with the run.
import { availableParallelism } from "node:os";
import type { ForeignProcess } from "./foreign-process.js";
import { GroupWatch } from "./group-watch.js";

/** What a piece of work says about the process that it had. */
export interface Worked<Result> {
  readonly result: Result;
  /** Whether it can serve another step. */
  readonly isReusable: boolean;
}

/** How long a process may take to end by itself. */
const END_MS = 1000;

export class ForeignProcesses {
  /** Of those that do not end by themselves when this process does. */
  readonly watch = new GroupWatch();
  readonly #idle = new Map<string, ForeignProcess[]>();
  readonly #busy = new Set<ForeignProcess>();
  readonly #waiting: (() => void)[] = [];
  readonly #ending = new Set<Promise<void>>();
  #room: number;
  #isClosed = false;
  readonly #onExit = (): void => this.#endNow();

  constructor(size: number = availableParallelism()) {
    this.#room = size;
    process.once("exit", this.#onExit);
  }

  /** Hands `work` a process: a warm one with that key, or a new one. Without a key it serves once. */
  async use<Result>(
    key: string | undefined,
    start: () => ForeignProcess,
    work: (process: ForeignProcess) => Promise<Worked<Result>>,
  ): Promise<Result> {
    await this.#takeRoom();
    try {
      const process = this.#warm(key) ?? start();
      this.#busy.add(process);
      process.rest(false);
      try {
        const { result, isReusable } = await work(process);
        if (key !== undefined && isReusable && process.isAlive && !this.#isClosed)
          this.#keep(key, process);
        return result;
      } finally {
        this.#busy.delete(process);
        if (!this.#isIdle(key, process)) this.#letGo(process);
      }
    } finally {
      this.#giveRoom();
    }
  }

  /** Ends all processes; resolves when they are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    process.removeListener("exit", this.#onExit);
    for (const one of [...this.#idle.values()].flat()) this.#letGo(one);
    this.#idle.clear();
    await Promise.all(this.#ending);
    this.watch.close();
  }

  #warm(key: string | undefined): ForeignProcess | undefined {
    const idle = key === undefined ? undefined : this.#idle.get(key);
    for (let one = idle?.pop(); one !== undefined; one = idle?.pop()) {
      if (one.isAlive) return one;
    }
    return undefined;
  }

  #keep(key: string, process: ForeignProcess): void {
    process.rest(true);
    this.#idle.set(key, [...(this.#idle.get(key) ?? []), process]);
  }

  #isIdle(key: string | undefined, process: ForeignProcess): boolean {
    return key !== undefined && this.#idle.get(key)?.includes(process) === true;
  }

  #letGo(process: ForeignProcess): void {
    const ending = process.end(END_MS).finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  #takeRoom(): Promise<void> {
    if (this.#room > 0) {
      this.#room -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveRoom(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#room += 1;
    else next();
  }

  /** This process ends without having closed: nothing that it started may outlive it. */
  #endNow(): void {
    for (const one of [...this.#busy, ...[...this.#idle.values()].flat()]) one.signal("SIGKILL");
  }
}
