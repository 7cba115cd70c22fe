import { readSync } from "node:fs";

const CHUNK_BYTES = 256 * 1024;
/** More than a step may print at all: what does not end by then is no line. */
const LONGEST_LINE = 32 * 1024 * 1024;

/** The whole lines that a file has got since it was asked last. */
export class AppendedLines {
  readonly #descriptor: number;
  readonly #chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  #rest: Uint8Array = Buffer.alloc(0);
  #position = 0;

  /** The descriptor stays the caller's. */
  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Bytes that were read so far. */
  get position(): number {
    return this.#position;
  }

  /** Hands on whole lines with their ends, many at once. */
  read(take: (lines: string) => void): void {
    for (let count = this.#fill(); count > 0; count = this.#fill()) {
      const chunk = this.#chunk.subarray(0, count);
      const end = chunk.lastIndexOf(10) + 1;
      if (end > 0) take(this.#whole(chunk.subarray(0, end)));
      this.#keep(chunk.subarray(end));
    }
  }

  /** The file was emptied. */
  restart(): void {
    this.#position = 0;
    this.#rest = Buffer.alloc(0);
  }

  #whole(lines: Buffer): string {
    if (this.#rest.length === 0) return lines.toString();
    const whole = Buffer.concat([this.#rest, lines]).toString();
    this.#rest = Buffer.alloc(0);
    return whole;
  }

  #keep(rest: Uint8Array): void {
    if (rest.length === 0) return;
    // A copy: the chunk is filled again.
    const kept = Buffer.concat([this.#rest, rest]);
    this.#rest = kept.length > LONGEST_LINE ? Buffer.alloc(0) : kept;
  }

  #fill(): number {
    const count = readSync(this.#descriptor, this.#chunk, 0, CHUNK_BYTES, this.#position);
    this.#position += count;
    return count;
  }
}
