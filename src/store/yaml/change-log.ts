// Which files the processes that share a store changed, one after the other: whoever holds the lock reads
// what was added since it last looked, instead of looking at every file. Only a short cut: a log that is
// gone or was begun anew says nothing, and every file is looked at.
import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { ifThere } from "./fs-error.js";

export interface LogPosition {
  readonly ino: number;
  readonly size: number;
}

/** Nobody needs more: who has not looked for so long looks at every file. */
const LARGEST = 256 * 1024;
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

  /** Paths that were added behind a position; undefined when that is no place in this log any more. */
  since({ ino, size }: LogPosition): readonly string[] | undefined {
    const end = this.position();
    if (end.ino !== ino || end.size < size) return undefined;
    if (end.size === size) return [];
    const text = ifThere(() => readFileSync(this.#file))
      ?.subarray(size)
      .toString("utf8");
    return text?.split("\n").filter((path) => path !== "");
  }

  /** For whoever holds the lock, before the files change. */
  append(paths: readonly string[]): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    if (this.position().size > LARGEST) rmSync(this.#file, { force: true });
    appendFileSync(this.#file, `${paths.join("\n")}\n`);
  }
}
