// Compiled code in a file: the lengths of its table and of all, the table, the parts one after the other.
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
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

type Row = readonly [name: string, stamp: string, begin: number, length: number];

const LENGTHS = 8;
/** The table of most fits: one reading for both. */
const BLOCK = 4096;

export class PartsFile {
  /** When it was written. */
  readonly time: number;
  readonly #handle: number;
  readonly #rows: ReadonlyMap<string, Row>;
  /** Where the first part begins. */
  readonly #first: number;

  /** Undefined when there is none that can be read. */
  static open(file: string): PartsFile | undefined {
    let handle: number | undefined;
    try {
      handle = openSync(file, "r");
      return new PartsFile(handle);
    } catch {
      if (handle !== undefined) closeSync(handle);
      return undefined;
    }
  }

  private constructor(handle: number) {
    const { size, mtimeMs } = fstatSync(handle);
    const block = readAt(handle, 0, Math.min(size, BLOCK));
    this.#first = LENGTHS + block.readUInt32LE(0);
    if (block.readUInt32LE(4) !== size) throw new Error("it was cut off");
    const whole = this.#first > block.length ? readAt(handle, 0, this.#first) : block;
    const table: readonly Row[] = JSON.parse(whole.toString("utf8", LENGTHS, this.#first));
    this.#rows = new Map(table.map((row) => [row[0], row]));
    this.#handle = handle;
    this.time = mtimeMs;
  }

  get names(): readonly string[] {
    return [...this.#rows.keys()];
  }

  /** Of a file of code; undefined when there is none that can be read. */
  part(name: string): Part | undefined {
    const row = this.#rows.get(name);
    if (row === undefined) return undefined;
    const [, stamp, begin, length] = row;
    try {
      return { stamp, data: readAt(this.#handle, this.#first + begin, length) };
    } catch {
      return undefined;
    }
  }

  close(): void {
    closeSync(this.#handle);
  }
}

function readAt(handle: number, position: number, length: number): Buffer {
  // Of its own, so that V8 finds it aligned and reads it in place.
  const bytes = Buffer.allocUnsafeSlow(length);
  if (readSync(handle, bytes, 0, length, position) !== length) throw new Error("it was cut off");
  return bytes;
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
  let begin = 0;
  const table = [...parts].map(([name, { stamp, data }]): Row => {
    begin += data.length;
    return [name, stamp, begin - data.length, data.length];
  });
  const text = Buffer.from(JSON.stringify(table));
  const lengths = Buffer.alloc(LENGTHS);
  lengths.writeUInt32LE(text.length, 0);
  lengths.writeUInt32LE(LENGTHS + text.length + begin, 4);
  return Buffer.concat([lengths, text, ...[...parts.values()].map(({ data }) => data)]);
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
