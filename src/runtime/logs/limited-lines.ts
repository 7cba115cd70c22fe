import { formatBytes } from "../../util/format-bytes.js";
import type { LogLine } from "../step-task.js";

/** More than anybody reads; what a step prints after that neither fills memory nor silences others. */
export const STEP_LIMIT_BYTES = 16 * 1024 * 1024;

/** What one attempt of a step may print on all its streams together, with clear marks where it was more. */
export class LimitedLines {
  readonly #step: string;
  readonly #emit: (line: LogLine) => void;
  readonly #limit: number;
  #taken = 0;
  #leftOut = 0;

  constructor(step: string, emit: (line: LogLine) => void, limit: number = STEP_LIMIT_BYTES) {
    this.#step = step;
    this.#emit = emit;
    this.#limit = limit;
  }

  /** Nothing more is taken: what would make lines need not. */
  get isFull(): boolean {
    return this.#taken > this.#limit;
  }

  readonly emit = (line: LogLine): void => {
    const bytes = Buffer.byteLength(line.text) + 1;
    if (this.isFull) return this.leaveOut(bytes);
    this.#taken += bytes;
    if (!this.isFull) return this.#emit(line);
    this.leaveOut(bytes);
    const limit = formatBytes(this.#limit);
    this.#mark(
      `the log of step '${this.#step}' reached its limit of ${limit}; the rest is left out`,
    );
  };

  leaveOut(bytes: number): void {
    this.#leftOut += bytes;
  }

  end(): void {
    if (this.#leftOut === 0) return;
    this.#mark(`${formatBytes(this.#leftOut)} of the log of step '${this.#step}' were left out`);
    this.#leftOut = 0;
  }

  #mark(text: string): void {
    this.#emit({ step: this.#step, stream: "log", text: `[${text}]`, time: Date.now() });
  }
}
