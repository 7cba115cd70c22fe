// Entry point of workers: threads of the process that runs the pipeline, or processes of their own.
import { parentPort } from "node:worker_threads";
import { processPort } from "../process/process-port.js";
import { serveSteps } from "./serve-steps.js";
import { threadPort } from "./thread-port.js";

if (parentPort !== null) serveSteps(threadPort(parentPort));
else if (process.send !== undefined) serveSteps(processPort());
