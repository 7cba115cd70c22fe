import type { Failure } from "../../domain/entities/run.js";
import type { FromWorker, ToWorker } from "./protocol.js";

/** A worker as its pool sees it: a thread, or a process of its own. */
export interface WorkerLink {
  post(message: ToWorker): void;
  /** Whether this process lives on for it: not for one that waits for work. */
  keepAlive(isBusy: boolean): void;
  /** Resolves when it is gone. */
  terminate(): Promise<void>;
}

export interface WorkerEvents {
  message(message: FromWorker): void;
  /** Whole lines as they stand in a log. */
  lines(lines: string): void;
  /** It is gone; `failureOf` says what that means for a step that it was executing. */
  ended(failureOf: (step: string) => Failure): void;
}

export type StartWorker = (events: WorkerEvents) => WorkerLink;
