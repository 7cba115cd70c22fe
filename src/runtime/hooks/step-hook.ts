import type { StepOutcome, StepTask } from "../step-task.js";
import type { Hooks, StepHook } from "./hook-context.js";

export interface ChosenHook {
  readonly name: "on_success" | "on_failure";
  readonly hook: StepHook;
}

export type HookedOutcome = Exclude<StepOutcome, { readonly status: "cancelled" }>;

/** The hook that an outcome calls for: none between attempts, and none for what was cancelled. */
export function stepHook(
  { on_success, on_failure }: Hooks<StepHook>,
  { isLast = true }: StepTask,
  { status }: StepOutcome,
): ChosenHook | undefined {
  if (status === "completed" && on_success !== undefined) {
    return { name: "on_success", hook: on_success };
  }
  if (status === "failed" && isLast && on_failure !== undefined) {
    return { name: "on_failure", hook: on_failure };
  }
  return undefined;
}
