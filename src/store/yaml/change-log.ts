// Which files the processes that share a store changed, one after the other: whoever holds the lock reads
// what was added since it last looked, instead of looking at every file. Only a short cut: a log that is
// gone or was begun anew says nothing, and every file is looked at.
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
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
const NOTHING: LogPosition = { ino: 0, size: 0 };

export class ChangeLog {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** The end of the log now. */
  position(): LogPosition {
    const stat = statSync(this.#file, { throwIfNoEntry: false });
    return stat === undefined ? NOTHING : { ino: stat.ino, size: stat.size };
  }

  /** What was added behind a position; undefined when that is no place in this log any more. */
  since({ ino, size }: LogPosition): LoggedFiles | undefined {
    const end = this.position();
    if (end.ino !== ino || end.size < size) return undefined;
    if (end.size === size) return new Map();
    const text = ifThere(() => readFrom(this.#file, size, end.size));
    return text === undefined ? undefined : parse(text);
  }

  /** For whoever holds the lock: before the files change, and again with what is in them. */
  append(files: LoggedFiles): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    if (this.position().size > LARGEST) rmSync(this.#file, { force: true });
    const lines = [...files].map((line) => `${JSON.stringify(line)}\n`);
    appendFileSync(this.#file, lines.join(""));
  }
}

/** A line that a full disk cut short is of a change that is looked at all the same. */
function parse(text: string): LoggedFiles | undefined {
  try {
    const lines = text.split("\n").filter((line) => line !== "");
    return new Map(lines.map((line): [string, IndexEntry | undefined] => JSON.parse(line)));
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
