// Calls a person's hook with an end to its time. What it throws or how long it takes changes nothing
// about what it was called for: it is told in the log.
import { HOOK_LIMIT_MS } from "../execution/limits.js";
import { describeError } from "../source-positions.js";
import type { StepLog } from "../step-context.js";

export interface HookRules {
  /** `on_failure` */
  readonly name: string;
  readonly log: StepLog;
  /** The run's. */
  readonly signal: AbortSignal;
  readonly projectRoot: string;
  /** Milliseconds that it may take. */
  readonly limit?: number | undefined;
}

/** Never rejects. `call` gets the signal that is aborted when the time is up. */
export async function runHook(
  call: (signal: AbortSignal) => unknown,
  rules: HookRules,
): Promise<void> {
  const { name, log, projectRoot, limit = HOOK_LIMIT_MS } = rules;
  const controller = new AbortController();
  const cancel = (): void => controller.abort(rules.signal.reason);
  rules.signal.addEventListener("abort", cancel, { once: true });
  try {
    const overdue = timeUp(controller, limit);
    const called = Promise.resolve(controller.signal).then(call);
    await Promise.race([called, overdue.promise]).finally(overdue.stop);
  } catch (error) {
    const { name: type, message, location } = describeError(error, { projectRoot });
    log.error(
      `hook ${name} failed: ${type}: ${message}${location === null ? "" : ` (${location})`}`,
    );
  } finally {
    rules.signal.removeEventListener("abort", cancel);
  }
}

function timeUp(controller: AbortController, limit: number) {
  let stop: () => void = () => undefined;
  const promise = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      const error = new DOMException(`it took longer than ${limit / 1000} s`, "TimeoutError");
      controller.abort(error);
      reject(error);
    }, limit);
    stop = () => clearTimeout(timer);
  });
  return { promise, stop: () => stop() };
}
