// States of runs and steps, and the one table of allowed moves between them.

export const STATUSES = [
  "pending",
  "running",
  "retrying",
  "completed",
  "cached",
  "failed",
  "cancelled",
  "skipped",
] as const;

export type Status = (typeof STATUSES)[number];

const MOVES: Record<Status, readonly Status[]> = {
  pending: ["running", "cached", "cancelled", "skipped", "failed"],
  running: ["completed", "cached", "failed", "cancelled", "skipped", "retrying"],
  retrying: ["running", "failed", "cancelled"],
  completed: [],
  cached: [],
  // Only by resuming the run.
  failed: ["retrying", "running"],
  cancelled: ["retrying", "running"],
  skipped: ["running", "cached", "cancelled", "failed"],
};

const FINAL: ReadonlySet<Status> = new Set<Status>([
  "completed",
  "cached",
  "failed",
  "cancelled",
  "skipped",
]);

const DONE: ReadonlySet<Status> = new Set<Status>(["completed", "cached"]);

/** Whether there is what it was to put out: it is not executed again, and others may share it. */
export function isDone({ status }: { readonly status: Status }): boolean {
  return DONE.has(status);
}

/** Whether what waits for a node may go on; after a branch that was not taken, what needs nothing of it may. */
export function isReleasing(status: Status): boolean {
  return DONE.has(status) || status === "skipped";
}

/** States in which a run or step has ended; only resuming the run leads on from some of them. */
export function isFinal(status: Status): boolean {
  return FINAL.has(status);
}

/** The states that may move to `to`: the expectation of a conditional update. */
export function statesBefore(to: Status): readonly Status[] {
  return STATUSES.filter((from) => MOVES[from].includes(to));
}
