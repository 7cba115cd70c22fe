// Writes and reads the log of a run. Knows files and lines; not what a step or a store is.
import { createReadStream } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
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

const DEFAULT_LIMIT = 64 * 1024 * 1024;

/** Appends lines; writes go to the file in the background, in order, gathered while one is under way. */
export class RunLog {
  readonly #file: string;
  readonly #limit: number;
  #written = 0;
  #pending: string[] = [];
  #flushing: Promise<void> | undefined;
  #handle: FileHandle | undefined;
  #failure: unknown;

  constructor(file: string, options: RunLogOptions = {}) {
    this.#file = file;
    this.#limit = options.limit ?? DEFAULT_LIMIT;
  }

  append(line: LogLine): void {
    if (this.#written > this.#limit) return;
    const text = formatLogLine(line);
    this.#written += Buffer.byteLength(text);
    this.#pending.push(this.#written > this.#limit ? this.#marker(line) : text);
    this.#flushing ??= this.#flush();
  }

  /** Resolves when all lines are in the file. A log that cannot be written never fails a run; it is returned. */
  async close(): Promise<unknown> {
    while (this.#flushing !== undefined) await this.#flushing;
    await this.#handle?.close();
    this.#handle = undefined;
    return this.#failure;
  }

  #marker(line: LogLine): string {
    const text = `[log limit of ${this.#limit} bytes reached; the rest is left out]`;
    return formatLogLine({ ...line, stream: "log", text });
  }

  async #flush(): Promise<void> {
    try {
      if (this.#handle === undefined) {
        await mkdir(dirname(this.#file), { recursive: true });
        this.#handle = await open(this.#file, "a");
      }
      while (this.#pending.length > 0) {
        const text = this.#pending.join("");
        this.#pending = [];
        await this.#handle.appendFile(text);
      }
    } catch (error) {
      this.#failure = error;
      this.#pending = [];
    } finally {
      this.#flushing = undefined;
    }
  }
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
