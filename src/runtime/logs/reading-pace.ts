/** More than this in a moment is a flood. */
const MUCH_BYTES = 16 * 1024;
/** What waits to be read has room for some more writes than this, however short they are. */
const MANY_LINES = 60;
const WINDOW_MS = 200;
const PAUSE_MS = 40;

/** How a pipe of lines is read: a small chunk now and then rather than every line, and a flood as it comes. */
export class ReadingPace {
  #begin = 0;
  #read = 0;
  #isFlood = false;

  /** Milliseconds to wait after a chunk. */
  after(chunk: Uint8Array, now: number = performance.now()): number {
    if (now - this.#begin > WINDOW_MS) {
      [this.#begin, this.#read] = [now, 0];
      this.#isFlood = false;
    }
    this.#read += chunk.length;
    this.#isFlood ||= this.#read > MUCH_BYTES || hasManyLines(chunk);
    return this.#isFlood ? 0 : PAUSE_MS;
  }
}

/** Lines of a progress bar end with a carriage return. */
function hasManyLines(chunk: Uint8Array): boolean {
  let count = 0;
  for (const byte of chunk) if (byte === 10 || byte === 13) count += 1;
  return count > MANY_LINES;
}
