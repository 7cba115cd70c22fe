// When a schedule fires, out of what a person asked for: everything that is wrong with it at once.
import type { Schedule } from "../../domain/entities/schedule.js";
import type { ScheduleOptions } from "../../runtime/configuration/run-configuration.js";
import { nearest } from "../../util/nearest.js";
import { cronOf, nextTime } from "./timetable.js";
import { isTimeZone, localTimeZone, parseTime } from "./zoned-time.js";

export type ScheduleTimes = Pick<
  Schedule,
  "cron_expression" | "interval_second" | "start_time" | "end_time" | "time_zone" | "catchup"
>;

export type ReadTimes =
  | { readonly times: ScheduleTimes; readonly problems: readonly [] }
  | { readonly times?: undefined; readonly problems: readonly string[] };

/** @param now when the schedule is made, in milliseconds since the epoch */
export function readScheduleTimes(options: ScheduleOptions, now: number): ReadTimes {
  const { cron_expression, interval_second, time_zone = localTimeZone() } = options;
  const problems = [...rhythmProblems(options), ...zoneProblems(time_zone)];
  const zone = isTimeZone(time_zone) ? time_zone : "UTC";
  const start = readTime("start", options.start_time, zone);
  const end = readTime("end", options.end_time, zone);
  problems.push(...start.problems, ...end.problems);
  if (start.time !== undefined && end.time !== undefined && end.time <= start.time) {
    problems.push(`it ends (${options.end_time}) before it starts (${options.start_time})`);
  }
  const times = {
    cron_expression: cron_expression?.trim() ?? null,
    interval_second: interval_second ?? null,
    start_time: isoOf(start.time ?? (cron_expression === undefined ? now : undefined)),
    end_time: isoOf(end.time),
    time_zone,
    catchup: options.catchup ?? false,
  };
  if (problems.length === 0 && isNever(times, now)) problems.push("it would never fire");
  return problems.length === 0 ? { times, problems: [] } : { problems };
}

function rhythmProblems({ cron_expression, interval_second }: ScheduleOptions): string[] {
  const problems: string[] = [];
  if (cron_expression === undefined && interval_second === undefined) {
    problems.push("either a cron expression or an interval says when it fires");
  }
  if (cron_expression !== undefined && interval_second !== undefined) {
    problems.push("it has a cron expression and an interval: keep one");
  }
  if (cron_expression !== undefined) problems.push(...cronProblems(cron_expression));
  if (interval_second !== undefined && !(interval_second > 0 && interval_second < Infinity)) {
    problems.push(`the interval is a number of seconds above 0, not ${interval_second}`);
  }
  return problems;
}

function cronProblems(expression: string): string[] {
  try {
    cronOf(expression, "UTC");
    return [];
  } catch (error) {
    const why =
      error instanceof Error ? error.message.replace(/^CronPattern: /, "") : String(error);
    return [`the cron expression '${expression}' cannot be read: ${why.replace(/\.$/, "")}`];
  }
}

function zoneProblems(zone: string): string[] {
  if (isTimeZone(zone)) return [];
  const close = nearest(zone, Intl.supportedValuesOf("timeZone"));
  const likely = close === undefined ? "" : `; did you mean '${close}'?`;
  return [`there is no time zone '${zone}'${likely}`];
}

interface ReadTime {
  readonly time?: number | undefined;
  readonly problems: readonly string[];
}

function readTime(what: string, text: string | undefined, zone: string): ReadTime {
  if (text === undefined) return { problems: [] };
  const time = parseTime(text, zone);
  if (time !== undefined) return { time, problems: [] };
  return { problems: [`its ${what} '${text}' is no time such as 2026-03-01T08:30`] };
}

function isNever(times: ScheduleTimes, now: number): boolean {
  const created = new Date(now).toISOString();
  const start = times.start_time === null ? now : Date.parse(times.start_time);
  const from = times.catchup ? Math.min(now, start - 1) : now;
  return nextTime({ ...times, created }, from) === undefined;
}

function isoOf(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}
