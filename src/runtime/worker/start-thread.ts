import { Worker } from "node:worker_threads";
import { LogRingReader, newLogRing } from "./log-ring.js";
import { isPlaced } from "./protocol.js";
import type { FromWorker } from "./protocol.js";
import type { StartWorker } from "./worker-link.js";

/** A thread starts with a small nursery; what outlives it has all the room that there is. */
const MEMORY = { maxYoungGenerationSizeMb: 12 };

/** Starts worker threads with this entry point. */
export function startThread(entry: URL | string): StartWorker {
  return (events) => {
    const memory = newLogRing();
    const ring = new LogRingReader(memory, (lines) => events.lines(lines));
    const worker = new Worker(entry, {
      name: "zenml-step",
      resourceLimits: MEMORY,
      workerData: memory,
    });
    let cause: Error | undefined;
    worker.on("message", (message: FromWorker) => {
      if (message.type === "printed") return ring.told();
      if (isPlaced(message)) ring.read();
      events.message(message);
    });
    worker.on("error", (error) => {
      cause = error;
    });
    worker.on("exit", (code) => {
      ring.close();
      const reason = cause?.message ?? `it exited with ${code}`;
      events.ended((step) => ({
        name: "WorkerEnded",
        message: `The worker thread of step '${step}' ended before the step did: ${reason}.`,
        step,
        location: null,
        stack: null,
      }));
    });
    return {
      post: (message) => worker.postMessage(message),
      keepAlive: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
      terminate: async () => void (await worker.terminate()),
    };
  };
}
