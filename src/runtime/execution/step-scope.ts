// What code runs in while it is a step's: found by its asynchronous context, wherever it awaits.
import { AsyncLocalStorage } from "node:async_hooks";

export type Stream = "stdout" | "stderr";

export interface StepScope {
  /** Takes what the code prints. */
  print(stream: Stream, text: string): void;
  /** Ends the step with this error, whatever else it does or waits for. */
  fail(error: unknown): void;
}

const current = new AsyncLocalStorage<StepScope | undefined>();

export function inScope<Result>(scope: StepScope, run: () => Result): Result {
  return current.run(scope, run);
}

/** For what the program itself does about a step: nothing of it is the step's, printing included. */
export function outOfScope<Result>(run: () => Result): Result {
  // `exit` would switch all tracking of asynchronous contexts off and on again.
  return current.run(undefined, run);
}

/** Undefined outside of steps. */
export function currentScope(): StepScope | undefined {
  return current.getStore();
}
