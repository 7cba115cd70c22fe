// A server's log as a file: its last lines, and those that are added.
import { closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { fileError } from "../../config/file-error.js";

const CHUNK = 64 * 1024;
/** A log that has grown to this is put aside when the server starts. */
const FULL = 16 * 1024 * 1024;

/** A descriptor that adds to the log; what was there stays, the last but one file of it goes. */
export function openLogToWrite(file: string): number {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > FULL) {
      rmSync(`${file}.1`, { force: true });
      renameSync(file, `${file}.1`);
    }
    return openSync(file, "a", 0o600);
  } catch (error) {
    throw fileError(`write ${file}`, error);
  }
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Whole text from there to the end; and where the end was. */
export function readFrom(
  file: string,
  offset: number,
): { readonly text: string; readonly end: number } {
  const size = sizeOf(file);
  if (size <= offset) return { text: "", end: Math.min(size, offset) };
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(size - offset);
    const read = readSync(descriptor, bytes, 0, bytes.length, offset);
    const whole = bytes.subarray(0, read).lastIndexOf(0x0a) + 1;
    return { text: bytes.toString("utf8", 0, whole), end: offset + whole };
  } finally {
    closeSync(descriptor);
  }
}

/** The last lines, read from the end; undefined: all of them. Not before `from`. */
export function lastLines(file: string, count: number | undefined, from = 0): readonly string[] {
  const size = sizeOf(file);
  let start = count === undefined ? from : Math.max(from, size - CHUNK);
  for (;;) {
    const lines = linesOf(readFrom(file, start).text);
    // The first one may have been cut.
    const whole = start === from ? lines : lines.slice(1);
    if (count === undefined) return whole;
    if (whole.length >= count || start === from) return count === 0 ? [] : whole.slice(-count);
    start = Math.max(from, start - CHUNK * 8);
  }
}

export function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
