// Worker threads that may start while the person's file is still being bundled and loaded.
import type { LogLine } from "../../runtime/step-task.js";
import { startThread } from "../../runtime/worker/start-thread.js";
import { WorkerPool } from "../../runtime/worker/worker-pool.js";
import { packageFiles } from "./package-files.js";

export class WarmWorkers {
  #log: (line: LogLine) => void = () => undefined;
  readonly #pool: WorkerPool;

  constructor(entry: string) {
    this.#pool = new WorkerPool({
      start: startThread(entry),
      size: 1,
      log: (line) => this.#log(line),
    });
  }

  /** Starts the first thread; called again it does nothing. */
  warm(): void {
    this.#pool.warm(1);
  }

  /** The pool itself, once it is known how many threads are of use and where their lines go. */
  use(size: number, log: (line: LogLine) => void): WorkerPool {
    this.#log = log;
    this.#pool.grow(size);
    return this.#pool;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

export function warmWorkers(): WarmWorkers {
  return new WarmWorkers(packageFiles().worker);
}
