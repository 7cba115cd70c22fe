// Asks a person for lines; what is not to be seen is typed unseen. Only where somebody can answer.
import { createInterface } from "node:readline";
import type { Interface } from "node:readline";
import { Writable } from "node:stream";
import { ZenError } from "../../domain/errors.js";
import type { Io } from "./io.js";

export class Prompt {
  readonly #io: Io;
  readonly #lines: Interface;
  readonly #answers: string[] = [];
  #waiting: ((line: string | undefined) => void) | undefined;
  #isOpen = true;
  #isHidden = false;

  /** Errors: `needs_confirmation` where there is no terminal. @param hint how to do without answers */
  constructor(io: Io, hint: string) {
    if (io.stdin.isTTY !== true) {
      throw new ZenError("needs_confirmation", "There is no terminal to answer on.", { hint });
    }
    this.#io = io;
    this.#lines = createInterface({
      input: io.stdin,
      output: this.#echo(),
      // Only a real terminal can be told not to show what is typed.
      terminal: "setRawMode" in io.stdin,
    });
    this.#lines.on("line", (line) => this.#take(line));
    this.#lines.on("SIGINT", () => this.#lines.close());
    this.#lines.on("close", () => {
      this.#isOpen = false;
      this.#waiting?.(undefined);
    });
  }

  /** The line that is typed. Errors: `invalid_input` when it is broken off. */
  async ask(question: string, { hidden = false } = {}): Promise<string> {
    this.#io.stderr.write(`${question}: `);
    this.#isHidden = hidden;
    const line = this.#answers.shift() ?? (await this.#next());
    if (hidden && "setRawMode" in this.#io.stdin) this.#io.stderr.write("\n");
    if (line !== undefined) return line;
    this.#io.stderr.write("Aborted!\n");
    throw new ZenError("invalid_input", "Nothing was changed: it was broken off.", {
      hint: "Answer all questions, or give the values as --KEY=VALUE.",
    });
  }

  close(): void {
    this.#lines.close();
  }

  #next(): Promise<string | undefined> {
    if (!this.#isOpen) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  #take(line: string): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#answers.push(line);
    else waiting(line);
  }

  /** Where the terminal's own line editing shows what is typed. */
  #echo(): Writable {
    return new Writable({
      write: (chunk: Uint8Array, _encoding, done) => {
        if (!this.#isHidden) this.#io.stderr.write(chunk);
        done();
      },
    });
  }
}
