// stdout or stderr of this process. Where it is no terminal it is written to directly: making Node's
// stream costs a tenth of a start, and what it still holds is lost when the process ends early.
import { fstatSync, statSync, writeSync } from "node:fs";

const BROKEN_PIPE = 141;

export class ProcessStream {
  readonly #descriptor: 1 | 2;
  readonly #mayBeTerminal: boolean;
  #stream: NodeJS.WriteStream | undefined;

  constructor(descriptor: 1 | 2) {
    this.#descriptor = descriptor;
    this.#mayBeTerminal = mayBeTerminal(descriptor);
  }

  get isTTY(): boolean {
    return this.#mayBeTerminal && this.#open().isTTY;
  }

  get columns(): number | undefined {
    return this.isTTY ? this.#open().columns : undefined;
  }

  get rows(): number | undefined {
    return this.isTTY ? this.#open().rows : undefined;
  }

  write(content: string | Uint8Array): boolean {
    if (this.#mayBeTerminal || this.#stream !== undefined) return this.#open().write(content);
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    const rest = this.#writeDirectly(bytes);
    return rest.length === 0 || this.#open().write(rest);
  }

  once(event: "drain", listener: () => void): void {
    this.#open().once(event, listener);
  }

  /** What could not be written because the reader is slow and the descriptor does not wait. */
  #writeDirectly(bytes: Uint8Array): Uint8Array {
    let rest = bytes;
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.#descriptor, rest));
    } catch (error) {
      if (hasCode(error, "EPIPE")) return this.#unread();
      if (!hasCode(error, "EAGAIN")) throw error;
    }
    return rest;
  }

  #open(): NodeJS.WriteStream {
    if (this.#stream !== undefined) return this.#stream;
    const stream = this.#descriptor === 1 ? process.stdout : process.stderr;
    stream.on("error", (error) => {
      if (!hasCode(error, "EPIPE")) throw error;
      this.#unread();
    });
    return (this.#stream = stream);
  }

  /** Whoever read the answer has seen enough; a run whose progress nobody reads goes on. */
  #unread(): Uint8Array {
    if (this.#descriptor === 1) process.exit(BROKEN_PIPE);
    return NOTHING;
  }
}

const NOTHING = new Uint8Array();

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** False for files, pipes and what throws everything away, without the cost of asking for a terminal. */
function mayBeTerminal(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor);
    return stat.isCharacterDevice() && stat.rdev !== statSync("/dev/null").rdev;
  } catch {
    return true;
  }
}
