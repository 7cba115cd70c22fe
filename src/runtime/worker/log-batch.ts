import type { LogLine } from "../step-task.js";

/** Lines that go out one by one within a window; what comes faster is gathered. */
const BURST = 32;
const WINDOW_MS = 10;
const LIMIT = 256;

/**
 * Sends lines on as they come, since a step that computes gives no later chance; a flood is gathered
 * into few messages.
 */
export class LogBatch {
  readonly #send: (lines: readonly LogLine[]) => void;
  readonly #now: () => number;
  #lines: LogLine[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  #window = 0;
  #sent = 0;

  constructor(
    send: (lines: readonly LogLine[]) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#send = send;
    this.#now = now;
  }

  add(line: LogLine): void {
    this.#lines.push(line);
    if (this.#isCalm() || this.#lines.length >= LIMIT) this.flush();
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

  #isCalm(): boolean {
    const now = this.#now();
    if (now - this.#window > WINDOW_MS) {
      this.#window = now;
      this.#sent = 0;
    }
    this.#sent += 1;
    return this.#sent <= BURST;
  }
}
