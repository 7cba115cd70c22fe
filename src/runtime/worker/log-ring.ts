// Lines on their way out of a worker thread, in memory that both sides see: writing one costs no message,
// a step that computes needs not let the event loop turn, and what was written survives the thread.
// Who prints faster than is read waits.

const READ = 0;
const WRITTEN = 1;
const TOLD = 2;
const HEADER_BYTES = 16;
const DEFAULT_BYTES = 256 * 1024;
/** How long a writer sleeps at most before it looks again. */
const LOOK_AGAIN_MS = 1000;

/** What the reader was told last. */
const NOTHING = 0;
const SOME = 1;
const MUCH = 2;

export function newLogRing(bytes: number = DEFAULT_BYTES): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER_BYTES + bytes);
}

class Ring {
  readonly header: Int32Array;
  readonly area: Buffer;

  constructor(memory: SharedArrayBuffer) {
    this.header = new Int32Array(memory, 0, HEADER_BYTES / 4);
    this.area = Buffer.from(memory, HEADER_BYTES);
  }

  /** Bytes that are written and not yet read. */
  used(read: number, written: number): number {
    return (written - read + this.area.length) % this.area.length;
  }
}

export class LogRingWriter {
  readonly #ring: Ring;
  readonly #tell: () => void;

  /** `tell` is called when the reader has to be told that there is something. */
  constructor(memory: SharedArrayBuffer, tell: () => void) {
    this.#ring = new Ring(memory);
    this.#tell = tell;
  }

  /** Returns when all is written. */
  write(text: string): void {
    const { header, area } = this.#ring;
    const bytes = Buffer.from(text);
    for (let from = 0; from < bytes.length;) {
      const read = Atomics.load(header, READ);
      const written = Atomics.load(header, WRITTEN);
      // One byte stays free: full is not empty.
      const free = area.length - 1 - this.#ring.used(read, written);
      const size = Math.min(free, area.length - written, bytes.length - from);
      if (size === 0) {
        this.#tellOnce(MUCH);
        Atomics.wait(header, READ, read, LOOK_AGAIN_MS);
        continue;
      }
      bytes.copy(area, written, from, from + size);
      from += size;
      Atomics.store(header, WRITTEN, (written + size) % area.length);
      this.#tellOnce(free > area.length / 2 ? SOME : MUCH);
    }
  }

  #tellOnce(what: number): void {
    const { header } = this.#ring;
    if (Atomics.load(header, TOLD) >= what) return;
    Atomics.store(header, TOLD, what);
    this.#tell();
  }
}

/** While lines keep coming, they are read this often. */
const READ_EVERY_MS = 100;

export class LogRingReader {
  readonly #ring: Ring;
  readonly #take: (lines: string) => void;
  #rest: Buffer[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `take` gets whole lines, with their ends. */
  constructor(memory: SharedArrayBuffer, take: (lines: string) => void) {
    this.#ring = new Ring(memory);
    this.#take = take;
  }

  /** Called when the writer said that there is something: reads it, and what follows soon. */
  told(): void {
    this.read();
    Atomics.store(this.#ring.header, TOLD, SOME);
    this.#timer ??= setTimeout(this.#again, READ_EVERY_MS).unref();
  }

  /** Whether there was anything. */
  read(): boolean {
    const { header, area } = this.#ring;
    const read = Atomics.load(header, READ);
    const written = Atomics.load(header, WRITTEN);
    if (read === written) return false;
    const parts =
      read < written
        ? [[read, written]]
        : [
            [read, area.length],
            [0, written],
          ];
    // Copies: the writer may use the place again.
    for (const [from, to] of parts) this.#lines(Buffer.from(area.subarray(from, to)));
    Atomics.store(header, READ, written);
    Atomics.notify(header, READ);
    return true;
  }

  /** Reads what is left. */
  close(): void {
    clearTimeout(this.#timer);
    this.read();
  }

  readonly #again = (): void => {
    this.#timer = undefined;
    if (!this.read()) Atomics.store(this.#ring.header, TOLD, NOTHING);
    // Once more after that was said: nothing may fall between.
    if (Atomics.load(this.#ring.header, TOLD) !== NOTHING || this.read()) this.told();
  };

  #lines(bytes: Buffer): void {
    const end = bytes.lastIndexOf(10) + 1;
    if (end === 0) return void this.#rest.push(bytes);
    const whole = Buffer.concat([...this.#rest, bytes.subarray(0, end)]).toString();
    this.#rest = end < bytes.length ? [bytes.subarray(end)] : [];
    this.#take(whole);
  }
}
