// Entry point of workers: threads of the process that runs the pipeline, processes of their own, or what a
// step operator launches.
import { parentPort } from "node:worker_threads";
import { launchPort } from "../launch/launch-port.js";
import { processPort } from "../process/process-port.js";
import { serveSteps } from "./serve-steps.js";
import { threadPort } from "./thread-port.js";

if (parentPort !== null) serveSteps(threadPort(parentPort));
else if (process.send !== undefined) serveSteps(processPort());
else if (process.argv[2] !== undefined) serveSteps(launchPort(process.argv[2]));
