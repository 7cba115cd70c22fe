// THE rule of whether a run that is recorded as running is still executed by somebody. Pure: what is
// known of processes and time is given to it.
import type { Run, Runner } from "../../domain/entities/run.js";
import { isFinal } from "../../domain/status.js";

/** Whoever executes a run says again and again that it still does; it is believed for this long. */
export const LEASE_MS = 30_000;

/**
 * A process may be too busy to say so; that it is there is enough. For how long: one that let go of a
 * run without being able to record it would otherwise hold it as long as it lives.
 */
export const LONGEST_SILENCE_MS = 6 * 3_600_000;

/** What can be found out here about the process that executes a run; `unknown`: it is on another machine. */
export type ProcessState = "alive" | "gone" | "unknown";

export interface Surroundings {
  /** The wall clock, in milliseconds. */
  readonly now: number;
  readonly processState: (runner: Runner) => ProcessState;
}

export type Claimed = Pick<Run, "status" | "runner" | "lease_expires">;

/**
 * The process itself is asked before the lease: a clock that was set back or forth says nothing about it.
 * A lease counts where the process cannot be seen.
 */
export function isInterrupted(run: Claimed, { now, processState }: Surroundings): boolean {
  if (isFinal(run.status) || run.status === "pending") return false;
  const { runner, lease_expires } = run;
  if (runner === null || lease_expires === null) return true;
  const overdue = now - Date.parse(lease_expires);
  const state = processState(runner);
  if (state === "unknown") return overdue >= 0;
  return state === "gone" || overdue >= LONGEST_SILENCE_MS;
}
