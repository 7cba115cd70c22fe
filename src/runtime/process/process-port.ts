// The port of a process of its own: messages through Node's channel, lines through a pipe beside it that
// is written at once, so that the last line before a crash is not lost.
import { fstatSync, writeSync } from "node:fs";
import { formatLogLine } from "../logs/log-format.js";
import type { ToWorker } from "../worker/protocol.js";
import type { StepPort } from "../worker/step-port.js";
import { isPlaced } from "./held-messages.js";
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
  const { ino } = fstatSync(LOG_DESCRIPTOR);
  const write = (text: string): void => {
    // A step that closed it may have opened a file since, which has its number now.
    if (inodeOf(LOG_DESCRIPTOR) === ino) writeAll(Buffer.from(text));
  };
  watchParent();
  return {
    post: (message) => {
      // An empty line says where in the log it belongs.
      if (isPlaced(message)) write("\n");
      // One that the parent does not hear any more is followed by `disconnect`.
      send?.(message, undefined, undefined, () => undefined);
    },
    print: (line) => write(formatLogLine(line)),
    onMessage: (listener) => {
      process.on("message", (message: ToWorker) => listener(message));
    },
    hold: (isHeld) => (isHeld ? channel?.ref() : channel?.unref()),
  };
}

function inodeOf(descriptor: number): number | undefined {
  try {
    return fstatSync(descriptor).ino;
  } catch {
    return undefined;
  }
}

/** Waits for a parent that reads more slowly than a step prints. */
function writeAll(bytes: Buffer): void {
  for (let from = 0; from < bytes.length;) {
    try {
      from += writeSync(LOG_DESCRIPTOR, bytes, from);
    } catch (error) {
      if (!isFull(error)) return;
      Atomics.wait(SLEEP, 0, 0, 1);
    }
  }
}

const SLEEP = new Int32Array(new SharedArrayBuffer(4));

function isFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EAGAIN";
}
