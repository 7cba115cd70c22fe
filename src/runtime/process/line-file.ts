// Where the lines of a process lie until its parent has read them: a file without a name, which the process
// appends to line by line and which outlives its crash. The parent looks at it now and then, so that a line
// wakes nobody.
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppendedLines } from "../logs/appended-lines.js";

/** A file that is larger than this is emptied between two steps. */
const LARGE_BYTES = 8 * 1024 * 1024;

export class LineFile {
  /** For the process to append to. */
  readonly descriptor: number;
  readonly #folder: string;
  readonly #lines: AppendedLines;
  #isOpen = true;

  private constructor(folder: string) {
    this.#folder = folder;
    this.descriptor = openSync(join(folder, "lines"), "ax+");
    this.#lines = new AppendedLines(this.descriptor);
    this.#remove();
  }

  /** Undefined where no file can be made: lines then take another way. */
  static open(): LineFile | undefined {
    try {
      return new LineFile(mkdtempSync(join(tmpdir(), "zenml-lines-")));
    } catch {
      return undefined;
    }
  }

  /** Hands on the lines that came since it was asked last. */
  read(take: (lines: string) => void): void {
    if (this.#isOpen) this.#lines.read(take);
  }

  /** While nobody writes: all was read. */
  tidy(): void {
    if (this.#lines.position < LARGE_BYTES) return;
    ftruncateSync(this.descriptor, 0);
    this.#lines.restart();
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.descriptor);
    this.#remove();
  }

  /** Not everywhere before it is closed. */
  #remove(): void {
    try {
      rmSync(this.#folder, { recursive: true, force: true });
    } catch {
      // The system's to clean up.
    }
  }
}
