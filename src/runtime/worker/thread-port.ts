import { workerData } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { formatLogLine } from "../logs/log-format.js";
import { LogRingWriter } from "./log-ring.js";
import type { FromWorker } from "./protocol.js";
import type { StepPort } from "./step-port.js";

/** The port of a worker thread. */
export function threadPort(port: MessagePort): StepPort {
  const exit = process.exit.bind(process);
  const post = (message: FromWorker): void => port.postMessage(message);
  const ring = new LogRingWriter(ringOf(workerData), () => post({ type: "printed" }));
  // A step that closes the port can tell nothing any more: its thread ends, which is told.
  port.on("close", () => exit(1));
  return {
    post,
    print: (line) => ring.write(formatLogLine(line)),
    onMessage: (listener) => void port.on("message", listener),
    hold: (isHeld) => (isHeld ? port.ref() : port.unref()),
  };
}

function ringOf(data: unknown): SharedArrayBuffer {
  if (data instanceof SharedArrayBuffer) return data;
  throw new TypeError("a worker thread was started without the memory for its log");
}
