// How values are shown to people in tables.
import type { ShownStatus } from "../sdk/running/shown-status.js";
import { formatDuration } from "../util/format-duration.js";
import type { Style } from "./output/color.js";
import type { Cell } from "./output/table.js";

const STYLES: Record<ShownStatus, Style | undefined> = {
  pending: "dim",
  running: "yellow",
  retrying: "yellow",
  completed: "green",
  cached: "cyan",
  failed: "red",
  cancelled: "red",
  skipped: "dim",
  interrupted: "red",
};

export function showStatus(status: ShownStatus): Cell {
  return { text: status, style: STYLES[status] };
}

/** `2026-11-21 08:05:09` in the time of this machine; nothing for null. */
export function showTime(timestamp: string | null): string {
  if (timestamp === null) return "";
  const time = new Date(timestamp);
  const date = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(pad).join("-");
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(pad).join(":")}`;
}

/** The time from start to end, or until now for what has not ended; null where a clock was set back between. */
export function elapsed(
  { started, ended }: { readonly started: string | null; readonly ended: string | null },
  now: number,
): number | null {
  if (started === null) return null;
  const milliseconds = (ended === null ? now : Date.parse(ended)) - Date.parse(started);
  return milliseconds < 0 ? null : milliseconds;
}

export function showDuration(milliseconds: number | null): string {
  return milliseconds === null ? "" : formatDuration(milliseconds);
}

/** A value in a description: texts as they are, all else as JSON. */
export function showJson(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
