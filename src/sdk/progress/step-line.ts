// How one step of a run reads on one line; the same live and piped.
import { STATUSES } from "../../domain/status.js";
import type { Status } from "../../domain/status.js";
import { formatDuration } from "../../util/format-duration.js";

export interface Paint {
  readonly green: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string) => text;
export const NO_PAINT: Paint = {
  green: same,
  red: same,
  yellow: same,
  cyan: same,
  dim: same,
  bold: same,
};

interface Look {
  readonly mark: string;
  readonly paint: keyof Paint;
}

const LOOKS: Record<Status, Look> = {
  pending: { mark: "○", paint: "dim" },
  running: { mark: "●", paint: "cyan" },
  retrying: { mark: "↻", paint: "yellow" },
  completed: { mark: "✔", paint: "green" },
  cached: { mark: "↺", paint: "cyan" },
  failed: { mark: "✖", paint: "red" },
  cancelled: { mark: "■", paint: "yellow" },
  skipped: { mark: "–", paint: "dim" },
};

export interface StepLine {
  readonly name: string;
  readonly status: Status;
  /** Milliseconds spent, or spent so far; null while waiting. */
  readonly duration_ms: number | null;
}

/** Example: `✔ train_2     completed   1.24 s`. */
export function stepLine(step: StepLine, width: number, paint: Paint = NO_PAINT): string {
  const look = LOOKS[step.status];
  const color = paint[look.paint];
  const timed = step.duration_ms !== null && step.status !== "skipped";
  const duration = timed ? formatDuration(step.duration_ms ?? 0) : "";
  const saved = step.status === "cached" ? paint.dim(`saved ${duration}`) : duration;
  return `${color(look.mark)} ${step.name.padEnd(width)}  ${color(step.status.padEnd(9))}  ${saved}`.trimEnd();
}

/** Example: `3 completed, 2 cached, 1 failed`. */
export function countStatuses(statuses: Iterable<Status>): string {
  const counts = new Map<Status, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  const shown = STATUSES.flatMap((status) => {
    const count = counts.get(status);
    return count === undefined ? [] : [`${count} ${status}`];
  });
  return shown.join(", ");
}
