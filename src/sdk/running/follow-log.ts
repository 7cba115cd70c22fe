// The log of a run of another process, line by line while it is written.
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { hasErrorCode } from "../../artifacts/error-code.js";
import { parseLogLine } from "../../runtime/logs/log-format.js";
import type { LogLine } from "../../runtime/step-task.js";

const BLOCK = 256 * 1024;

/** Reads what was appended since it was asked last. */
export class LogFollower {
  readonly #file: string;
  #handle: FileHandle | undefined;
  #position = 0;
  #rest = Buffer.alloc(0);

  constructor(file: string) {
    this.#file = file;
  }

  /** Nothing while there is no such file. */
  async *next(): AsyncIterable<LogLine> {
    this.#handle ??= await opened(this.#file);
    if (this.#handle === undefined) return;
    const block = Buffer.alloc(BLOCK);
    for (;;) {
      const { bytesRead } = await this.#handle.read(block, 0, BLOCK, this.#position);
      if (bytesRead === 0) return;
      this.#position += bytesRead;
      yield* this.#lines(block.subarray(0, bytesRead));
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** A line that is still being written waits for its end. */
  *#lines(block: Uint8Array): Iterable<LogLine> {
    const bytes = Buffer.concat([this.#rest, block]);
    const end = bytes.lastIndexOf(0x0a) + 1;
    this.#rest = bytes.subarray(end);
    for (const text of bytes.subarray(0, end).toString("utf8").split("\n")) {
      const line = text === "" ? undefined : parseLogLine(text);
      if (line !== undefined) yield line;
    }
  }
}

async function opened(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file);
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
