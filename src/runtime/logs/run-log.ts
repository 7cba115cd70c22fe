// Writes and reads the log of a run. Knows files and lines; not what a step or a store is.
import {
  closeSync,
  createReadStream,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { formatBytes } from "../../util/format-bytes.js";
import type { LogLine } from "../step-task.js";
import { formatLogLine, parseLogLine } from "./log-format.js";

/** Where the log of a run lies, below the folder that a profile keeps on this machine. */
export function runLogFile(localFolder: string, runId: string): string {
  return join(localFolder, "logs", `${runId}.jsonl`);
}

export interface RunLogOptions {
  /** Bytes after which a last line says that the rest was left out. */
  readonly limit?: number;
}

const DEFAULT_LIMIT = 256 * 1024 * 1024;
/** Lines are gathered this long, so that many a second cost few writes. */
const GATHER_MS = 100;
/** More than this is written at once: whoever prints it waits for the disk. */
const GATHER_CHARS = 128 * 1024;

/** Appends lines to the file in order, gathered for a moment. */
export class RunLog {
  readonly #file: string;
  readonly #limit: number;
  #written = 0;
  #pending = "";
  #timer: NodeJS.Timeout | undefined;
  #descriptor: number | undefined;
  /** What was appended last. */
  #latest = "";
  #failure: unknown;

  constructor(file: string, options: RunLogOptions = {}) {
    this.#file = file;
    this.#limit = options.limit ?? DEFAULT_LIMIT;
  }

  append(line: LogLine): void {
    this.appendWritten(formatLogLine(line));
  }

  /** Whole lines as they are to stand in the file. */
  appendWritten(lines: string): void {
    if (this.#written > this.#limit || this.#failure !== undefined || lines === "") return;
    const bytes = Buffer.byteLength(lines);
    if (this.#written + bytes > this.#limit) return this.#fill(lines);
    this.#written += bytes;
    this.#add(lines);
  }

  #add(lines: string): void {
    this.#latest = lines;
    this.#pending += lines;
    if (this.#pending.length > GATHER_CHARS) this.#write();
    else this.#timer ??= setTimeout(this.#write, GATHER_MS).unref();
  }

  /** All lines are in the file then. A log that cannot be written never fails a run; the error is returned. */
  async close(): Promise<unknown> {
    this.#write();
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    return this.#failure;
  }

  /** As many lines as there is room for, and a mark. */
  #fill(lines: string): void {
    for (const line of lines.slice(0, -1).split("\n")) {
      this.#written += Buffer.byteLength(line) + 1;
      if (this.#written > this.#limit) return this.#add(this.#marker(line));
      this.#add(`${line}\n`);
    }
  }

  #marker(line: string): string {
    const limit = formatBytes(this.#limit);
    return mark(line, `[the log of the run reached its limit of ${limit}; the rest is left out]`);
  }

  readonly #write = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#pending;
    this.#pending = "";
    if (text === "" || this.#failure !== undefined) return;
    try {
      const lost = this.#isDeleted() ? this.#reopen() : "";
      this.#descriptor ??= this.#open();
      writeAll(this.#descriptor, Buffer.from(lost + text));
    } catch (error) {
      this.#failure = error;
    }
  };

  /** Whoever cleans up a folder may not know that a run goes on. */
  #isDeleted(): boolean {
    return this.#descriptor !== undefined && fstatSync(this.#descriptor).nlink === 0;
  }

  /** What stands in the log instead of what is lost. */
  #reopen(): string {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    const text = "[the log of the run was deleted while it was written; what it held is lost]";
    return mark(this.#latest, text);
  }

  #open(): number {
    mkdirSync(dirname(this.#file), { recursive: true });
    const descriptor = openSync(this.#file, "a+");
    const { size } = fstatSync(descriptor);
    this.#written += size;
    if (size > 0 && !endsLine(descriptor, size)) writeSync(descriptor, "\n");
    return descriptor;
  }
}

/** A line of the log itself, of the step and the time of the last one of these. */
function mark(lines: string, text: string): string {
  const last = lines.trimEnd().split("\n").at(-1) ?? "";
  const { step, time } = parseLogLine(last) ?? { step: "", time: Date.now() };
  return formatLogLine({ step, stream: "log", text, time });
}

/** A line that a crash cut off would swallow the next one. */
function endsLine(descriptor: number, size: number): boolean {
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last.toString() === "\n";
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length;) from += writeSync(descriptor, bytes, from);
}

/** The lines of a run's log in order; nothing when the run printed nothing. */
export async function* readRunLog(file: string, step?: string): AsyncIterable<LogLine> {
  const input = createReadStream(file, { encoding: "utf8" });
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const line = parseLogLine(text);
      if (line !== undefined && (step === undefined || line.step === step)) yield line;
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw error;
  } finally {
    input.destroy();
  }
}

/** Removes the log of a deleted run. */
export async function removeRunLog(file: string): Promise<void> {
  await rm(file, { force: true });
}
