import { Worker } from "node:worker_threads";

const LOOK_EVERY_MS = 500;
const MEMORY = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 8, stackSizeMb: 1 };

// By itself in a thread: a step that computes lets nothing else of its process run.
const WATCH = `
const { workerData: parent } = require("node:worker_threads");
const isAlive = () => {
  if (process.platform !== "win32") return process.ppid === parent;
  try { return process.kill(parent, 0); } catch { return false; }
};
setInterval(() => { if (!isAlive()) process.kill(process.pid, "SIGKILL"); }, ${LOOK_EVERY_MS});
`;

/** Ends this process soon after the one that started it, whatever it is doing. */
export function watchParent(): void {
  const options = { eval: true, workerData: process.ppid, resourceLimits: MEMORY };
  const watch = new Worker(WATCH, { ...options, name: "zenml-watch" });
  // Without the watch the channel still tells, as soon as the event loop turns.
  watch.on("error", () => undefined);
  watch.unref();
}
