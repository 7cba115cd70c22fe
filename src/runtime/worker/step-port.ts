import type { LogLine } from "../step-task.js";
import type { FromWorker, ToWorker } from "./protocol.js";

/** How a worker talks with the pool that it belongs to. */
export interface StepPort {
  post(message: FromWorker): void;
  /** Arrives even when the step never lets the event loop turn, or ends the worker right after it. */
  print(line: LogLine): void;
  onMessage(listener: (message: ToWorker) => void): void;
  /**
   * Whether the port keeps the worker alive. Not while steps run: so it shows when nothing else does,
   * and they wait for what will never come.
   */
  hold(isHeld: boolean): void;
}
