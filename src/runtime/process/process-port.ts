// The port of a process of its own: messages through Node's channel, lines into a file beside it, each at
// once, so that the last one before a crash is not lost. Without that file they take the channel too.
import { fstatSync, writeSync } from "node:fs";
import type { Stats } from "node:fs";
import { formatLogLine } from "../logs/log-format.js";
import type { FromWorker, ToWorker } from "../worker/protocol.js";
import type { StepPort } from "../worker/step-port.js";
import { watchParent } from "./watch-parent.js";

/** Number of the descriptor that lines are written to. */
export const LOG_DESCRIPTOR = 4;

/** What it exits with when its channel was closed. */
export const HUNG_UP_CODE = 113;

export function processPort(): StepPort {
  const send = process.send?.bind(process);
  const { channel } = process;
  const exit = process.exit.bind(process);
  // Nobody is left to work for; a step may also have closed the channel.
  process.on("disconnect", () => exit(HUNG_UP_CODE));
  const sendOn = (message: FromWorker): void => {
    // One that the parent does not hear any more is followed by `disconnect`.
    send?.(message, undefined, undefined, () => undefined);
  };
  const file = new OwnFile(LOG_DESCRIPTOR);
  watchParent();
  return {
    post: sendOn,
    print: (line) => {
      const lines = formatLogLine(line);
      if (!file.append(lines)) sendOn({ type: "lines", lines });
    },
    onMessage: (listener) => {
      process.on("message", (message: ToWorker) => listener(message));
    },
    hold: (isHeld) => (isHeld ? channel?.ref() : channel?.unref()),
  };
}

/** The file that the descriptor was for at the start: a step that closed it may have opened another since. */
class OwnFile {
  readonly #descriptor: number;
  readonly #first: Stats | undefined;
  #isLost: boolean;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
    this.#first = this.#stats();
    this.#isLost = this.#first?.isFile() !== true;
  }

  /** Whether all of it is there, whatever happens to this process. */
  append(text: string): boolean {
    if (this.#isLost) return false;
    const now = this.#stats();
    this.#isLost = now?.ino !== this.#first?.ino || now?.dev !== this.#first?.dev;
    if (!this.#isLost) this.#write(Buffer.from(text));
    return !this.#isLost;
  }

  #write(bytes: Buffer): void {
    try {
      for (let from = 0; from < bytes.length;) from += writeSync(this.#descriptor, bytes, from);
    } catch {
      this.#isLost = true;
    }
  }

  #stats(): Stats | undefined {
    try {
      return fstatSync(this.#descriptor);
    } catch {
      return undefined;
    }
  }
}
