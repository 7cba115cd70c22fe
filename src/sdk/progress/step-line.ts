// How one step of a run reads on one line; the same live and piped.
import { STATUSES } from "../../domain/status.js";
import type { Status } from "../../domain/status.js";
import type { StatusCounts } from "../../runtime/run-events.js";
import { formatDuration } from "../../util/format-duration.js";

export type Style = "red" | "green" | "yellow" | "cyan" | "dim";

/** Colours a text, or leaves it as it is. */
export type Paint = (text: string, style: Style) => string;

export const NO_PAINT: Paint = (text) => text;

interface Look {
  readonly mark: string;
  readonly style: Style;
}

const LOOKS: Record<Status, Look> = {
  pending: { mark: "○", style: "dim" },
  running: { mark: "●", style: "cyan" },
  retrying: { mark: "↻", style: "yellow" },
  completed: { mark: "✔", style: "green" },
  cached: { mark: "↺", style: "cyan" },
  failed: { mark: "✖", style: "red" },
  cancelled: { mark: "■", style: "yellow" },
  skipped: { mark: "–", style: "dim" },
};

export interface StepLine {
  readonly name: string;
  readonly status: Status;
  /** Milliseconds spent, or spent so far; null while waiting. */
  readonly duration_ms: number | null;
  /** What else there is to say: how far a map is. */
  readonly note?: string | undefined;
}

/** Example: `✔ train_2     completed   1.24 s`. */
export function stepLine(step: StepLine, width: number, paint: Paint = NO_PAINT): string {
  const { mark, style } = LOOKS[step.status];
  const timed = step.duration_ms !== null && step.status !== "skipped";
  const duration = timed ? formatDuration(step.duration_ms ?? 0) : "";
  const time = step.status === "cached" ? paint(`saved ${duration}`, "dim") : duration;
  const name = step.name.length > width ? `${step.name.slice(0, width - 1)}…` : step.name;
  const columns = [
    paint(mark, style),
    name.padEnd(width),
    "",
    paint(step.status.padEnd(9), style),
    "",
    time,
    ...(step.note === undefined ? [] : ["", paint(step.note, "dim")]),
  ];
  return columns.join(" ").trimEnd();
}

/** Example: `3 completed, 2 cached, 1 failed`. */
export function describeCounts(counts: StatusCounts): string {
  return STATUSES.flatMap((status) => {
    const count = counts[status];
    return count === undefined ? [] : [`${count} ${status}`];
  }).join(", ");
}
