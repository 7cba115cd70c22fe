// Which files the processes that share a store changed, one after the other: whoever holds the lock reads
// what was added since it last looked, instead of looking at every file. Only a short cut: a log that is
// gone or was begun anew says nothing, and every file is looked at.
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import type { IndexEntry } from "./file-index.js";
import { ifThere } from "./fs-error.js";

export interface LogPosition {
  readonly ino: number;
  readonly size: number;
}

/** Path of a changed file → what was written, which holds while the file looks like that. */
export type LoggedFiles = ReadonlyMap<string, IndexEntry | undefined>;

/** Nobody needs more: who has not looked for so long looks at every file. */
const LARGEST = 1024 * 1024;
export const NO_LOG: LogPosition = { ino: 0, size: 0 };

/** What was added, and where the log ended then. */
export interface Added {
  readonly files: LoggedFiles;
  readonly position: LogPosition;
}

export class ChangeLog {
  readonly #file: string;
  /** Opening it for each line would cost more than writing. */
  #open: { readonly handle: number; readonly ino: number } | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** The end of the log now. */
  position(): LogPosition {
    const stat = statSync(this.#file, { throwIfNoEntry: false });
    return stat === undefined ? NO_LOG : { ino: stat.ino, size: stat.size };
  }

  /** What was added behind a position; undefined when that is no place in this log any more. */
  since({ ino, size }: LogPosition): Added | undefined {
    const position = this.position();
    if (position.ino !== ino || position.size < size) return undefined;
    if (position.size === size) return { files: new Map(), position };
    const text = ifThere(() => readFrom(this.#file, size, position.size));
    const files = text === undefined ? undefined : parse(text);
    return files && { files, position };
  }

  /**
   * For whoever holds the lock and knows where the log ends: before the files change, and again with what is in
   * them. The end then.
   */
  append(files: LoggedFiles, end: LogPosition): LogPosition {
    let { ino, size } = end;
    if (size > LARGEST) {
      rmSync(this.#file, { force: true });
      ({ ino, size } = NO_LOG);
    }
    const lines = [...files].map((line) => `${JSON.stringify(line)}\n`);
    const bytes = Buffer.from(lines.join(""));
    const open = this.#opened(ino);
    writeFileSync(open.handle, bytes);
    return { ino: open.ino, size: size + bytes.length };
  }

  close(): void {
    if (this.#open !== undefined) closeSync(this.#open.handle);
    this.#open = undefined;
  }

  #opened(ino: number): { readonly handle: number; readonly ino: number } {
    if (this.#open?.ino === ino) return this.#open;
    this.close();
    mkdirSync(dirname(this.#file), { recursive: true });
    const handle = openSync(this.#file, "a");
    this.#open = { handle, ino: fstatSync(handle).ino };
    return this.#open;
  }
}

/** A line that a full disk cut short is of a change that is looked at all the same. */
function parse(text: string): LoggedFiles | undefined {
  try {
    const lines = text.split("\n").filter((line) => line !== "");
    const entries = lines.map((line): [string, IndexEntry | null] => JSON.parse(line));
    return new Map(entries.map(([path, entry]) => [path, entry ?? undefined]));
  } catch {
    return undefined;
  }
}

function readFrom(file: string, begin: number, end: number): string {
  const handle = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(end - begin);
    return bytes.toString("utf8", 0, readSync(handle, bytes, 0, bytes.length, begin));
  } finally {
    closeSync(handle);
  }
}
