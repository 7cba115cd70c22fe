import type { LogLine } from "../step-task.js";

const LIMIT = 256;

/** Gathers lines of one turn of the event loop, so that a chatty step costs few messages. */
export class LogBatch {
  readonly #send: (lines: readonly LogLine[]) => void;
  #lines: LogLine[] = [];
  #scheduled: NodeJS.Immediate | undefined;

  constructor(send: (lines: readonly LogLine[]) => void) {
    this.#send = send;
  }

  add(line: LogLine): void {
    this.#lines.push(line);
    if (this.#lines.length >= LIMIT) this.flush();
    else this.#scheduled ??= setImmediate(() => this.flush());
  }

  flush(): void {
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    if (this.#lines.length === 0) return;
    const lines = this.#lines;
    this.#lines = [];
    this.#send(lines);
  }
}
