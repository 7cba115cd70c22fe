// Compiled code in a file: the lengths of its table and of all, the table, the parts one after the other.
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/** What V8 made of one file, and how that file looked. */
export interface Part {
  readonly stamp: string;
  readonly data: Buffer;
}

export interface PartsFile {
  /** By name of the file of code. */
  readonly parts: ReadonlyMap<string, Part>;
  /** When it was written. */
  readonly time: number;
}

type Row = readonly [name: string, stamp: string, begin: number, length: number];

const LENGTHS = 8;
/** V8 copies what does not begin at a multiple of this. */
const ALIGNMENT = 8;

/** Undefined when there is none that can be read. */
export function readParts(file: string): PartsFile | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, "r");
    const time = fstatSync(handle).mtimeMs;
    return { parts: parse(readFileSync(handle)), time };
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function parse(bytes: Buffer): ReadonlyMap<string, Part> {
  const end = LENGTHS + bytes.readUInt32LE(0);
  if (bytes.length !== bytes.readUInt32LE(4)) return new Map();
  const table: readonly Row[] = JSON.parse(bytes.toString("utf8", LENGTHS, end));
  const first = aligned(end);
  return new Map(
    table.map(([name, stamp, begin, length]) => [
      name,
      { stamp, data: bytes.subarray(first + begin, first + begin + length) },
    ]),
  );
}

/** Where it cannot be written, the next call compiles again. */
export function writeParts(file: string, parts: ReadonlyMap<string, Part>): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const folder = dirname(file);
    if (!isOwn(dirname(dirname(folder)))) return;
    mkdirSync(folder, { recursive: true });
    writeSynced(temporary, format(parts));
    renameSync(temporary, file);
  } catch {
    rmSync(temporary, { force: true });
  }
}

function format(parts: ReadonlyMap<string, Part>): Buffer {
  const table: Row[] = [];
  const size = [...parts].reduce((begin, [name, { stamp, data }]) => {
    table.push([name, stamp, begin, data.length]);
    return aligned(begin + data.length);
  }, 0);
  const text = Buffer.from(JSON.stringify(table));
  const first = aligned(LENGTHS + text.length);
  const bytes = Buffer.alloc(first + size);
  bytes.writeUInt32LE(text.length, 0);
  bytes.writeUInt32LE(bytes.length, 4);
  text.copy(bytes, LENGTHS);
  for (const [name, , begin] of table) parts.get(name)?.data.copy(bytes, first + begin);
  return bytes;
}

function aligned(position: number): number {
  return Math.ceil(position / ALIGNMENT) * ALIGNMENT;
}

/** V8 checks little of what it is given: a file that a power cut left half empty would end the process. */
function writeSynced(file: string, bytes: Buffer): void {
  const handle = openSync(file, "w");
  try {
    writeFileSync(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Another's folder is left alone, by root too: its owner could not delete what lies in it. */
function isOwn(folder: string): boolean {
  return process.getuid === undefined || statSync(folder).uid === process.getuid();
}
