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
  running: ["completed", "failed", "cancelled", "retrying"],
  retrying: ["running", "failed", "cancelled"],
  completed: [],
  cached: [],
  failed: [],
  cancelled: [],
  skipped: [],
};

/** States from which nothing follows. */
export function isFinal(status: Status): boolean {
  return MOVES[status].length === 0;
}

/** The states that may move to `to`: the expectation of a conditional update. */
export function statesBefore(to: Status): readonly Status[] {
  return STATUSES.filter((from) => MOVES[from].includes(to));
}
