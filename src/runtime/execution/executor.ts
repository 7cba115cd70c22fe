import type { StepOutcome, StepTask } from "../step-task.js";

/** Executes steps somewhere: in this process, in worker threads. */
export interface StepExecutor {
  /**
   * Never rejects for a failure of the step. Once `signal` aborts, it resolves as cancelled before long.
   * `start` is called when the step no longer waits for room; again if its thread was lost before it began.
   */
  execute(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome>;
  /** Ends whatever still runs. */
  close(): Promise<void>;
}
