// What a command prints, as lines of its step's log: progress bars folded, endless lines cut, and an end
// to it when it is too much. Knows text; not processes.
import { StringDecoder } from "node:string_decoder";

export interface PrintedLinesOptions {
  readonly emit: (line: string) => void;
  readonly budget: PrintBudget;
  /** A line of a zero byte and this is the last of the step. */
  readonly mark: string;
}

/** How much one step may print on all its streams together. */
export class PrintBudget {
  readonly limit: number;
  left: number;
  dropped = 0;

  constructor(limit: number) {
    this.limit = limit;
    this.left = limit;
  }

  take(length: number): boolean {
    if (this.left < length) {
      this.left = 0;
      this.dropped += length;
      return false;
    }
    this.left -= length;
    return true;
  }
}

/** Longer lines come in pieces. */
const LONGEST_LINE = 64 * 1024;

export class PrintedLines {
  readonly #decoder = new StringDecoder("utf8");
  readonly #options: PrintedLinesOptions;
  readonly #mark: string;
  /** Resolves when the last line has come. */
  readonly ended: Promise<void>;
  #reached: () => void = () => undefined;
  #rest = "";

  constructor(options: PrintedLinesOptions) {
    this.#options = options;
    this.#mark = `\0${options.mark}`;
    this.ended = new Promise((resolve) => {
      this.#reached = resolve;
    });
  }

  /** Whether nothing more of it is given out. */
  get isSpent(): boolean {
    return this.#options.budget.left === 0;
  }

  push(chunk: Buffer): void {
    if (this.isSpent) return this.#skip(chunk);
    const lines = this.#decoder.write(chunk).split("\n");
    lines[0] = this.#rest + (lines[0] ?? "");
    this.#rest = folded(lines.pop() ?? "");
    for (const line of lines) this.#line(line);
    while (this.#rest.length > LONGEST_LINE) {
      this.#print(this.#rest.slice(0, LONGEST_LINE));
      this.#rest = this.#rest.slice(LONGEST_LINE);
    }
  }

  /** Of what is left out only the end matters, which may come in two pieces. */
  #skip(chunk: Buffer): void {
    this.#options.budget.dropped += chunk.length;
    const both = Buffer.concat([Buffer.from(this.#rest.slice(-this.#mark.length)), chunk]);
    this.#rest = both.subarray(-this.#mark.length).toString("latin1");
    if (both.includes(this.#mark)) this.#reached();
  }

  /** Gives out what has no line end. */
  flush(): void {
    if (this.#rest !== "" && !this.isSpent) this.#print(this.#rest);
    this.#rest = "";
  }

  #line(line: string): void {
    const at = line.indexOf(this.#mark);
    if (at < 0) return this.#print(line);
    if (at > 0) this.#print(line.slice(0, at));
    this.#reached();
  }

  #print(line: string): void {
    const text = lastDrawn(line);
    if (this.#options.budget.take(Buffer.byteLength(text) + 1)) this.#options.emit(text);
  }
}

/** Of a line that is being redrawn only the newest state is kept; a return at the end may belong to a line end. */
function folded(rest: string): string {
  const body = rest.endsWith("\r") ? rest.slice(0, -1) : rest;
  return rest.slice(body.lastIndexOf("\r") + 1);
}

function lastDrawn(line: string): string {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf("\r") + 1);
}
