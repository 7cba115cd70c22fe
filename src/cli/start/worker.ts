// Entry point of workers, threads and processes: loads what executes steps.
import { startWorker } from "./start.js";

startWorker();
