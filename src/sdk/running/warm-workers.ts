// Worker threads that may start while the person's file is still being bundled and loaded.
import { availableParallelism } from "node:os";
import type { StepTask } from "../../runtime/step-task.js";
import type { UsualTime } from "../../runtime/worker/pool-growth.js";
import { startThread } from "../../runtime/worker/start-thread.js";
import { WorkerPool } from "../../runtime/worker/worker-pool.js";
import { packageFiles } from "./package-files.js";

export interface WorkersUse {
  /** Where lines go, written as they stand in a log. */
  readonly log: (lines: string) => void;
  readonly hasFailureHook: (task: StepTask) => boolean;
  readonly usual?: UsualTime | undefined;
}

export class WarmWorkers {
  #use: WorkersUse = { log: () => undefined, hasFailureHook: () => false };
  readonly #pool: WorkerPool;

  constructor(entry: string) {
    this.#pool = new WorkerPool({
      start: startThread(entry),
      size: 1,
      log: (lines) => this.#use.log(lines),
      hasFailureHook: (task) => this.#use.hasFailureHook(task),
      usual: (task) => this.#use.usual?.(task),
      endsIdle: true,
    });
  }

  /** Starts threads: no more than there are cores for. */
  warm(count: number): void {
    this.#pool.grow(Math.min(count, availableParallelism()));
    this.#pool.warm(count);
  }

  /** Lets the threads read the code that they will load. */
  prepare(bundleFile: string): void {
    this.#pool.prepare(bundleFile);
  }

  /** The pool itself, once it is known how many threads are of use and for what. */
  use(size: number, use: WorkersUse): WorkerPool {
    this.#use = use;
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
