import type { Schedule } from "../../domain/entities/schedule.js";
import { formatDuration } from "../../util/format-duration.js";

/** `cron 0 3 * * *` or `every 15m`. */
export function showRhythm({ cron_expression, interval_second }: Schedule): string {
  if (cron_expression !== null) return `cron ${cron_expression}`;
  return `every ${formatDuration((interval_second ?? 0) * 1000)}`;
}

/** `next at 2026-03-01 03:00 (Europe/Berlin)`. */
export function showNext(next: string | undefined, schedule: Schedule): string {
  return next === undefined ? "no more" : `next at ${showZoned(next, schedule)}`;
}

/** In the schedule's zone, which people think of its times in. */
export function showZoned(iso: string, { time_zone }: Schedule): string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: time_zone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  return `${format.format(new Date(iso))} (${time_zone})`;
}
