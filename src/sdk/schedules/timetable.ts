// The times of a schedule. Pure: what time it is now is given.
import { Cron } from "croner";
import type { Schedule } from "../../domain/entities/schedule.js";

export type Timetable = Pick<
  Schedule,
  "cron_expression" | "interval_second" | "start_time" | "end_time" | "time_zone" | "created"
>;

export type FiringState = Timetable & Pick<Schedule, "catchup" | "last_fired">;

/** The first time after `after`; undefined when there is none any more. In milliseconds since the epoch. */
export function nextTime(timetable: Timetable, after: number): number | undefined {
  const start = timetable.start_time === null ? -Infinity : Date.parse(timetable.start_time);
  const end = timetable.end_time === null ? Infinity : Date.parse(timetable.end_time);
  const next = rhythmOf(timetable).next(Math.max(after, start - 1));
  return next === undefined || next > end ? undefined : next;
}

/**
 * What is to be fired by now, in order: with catch-up every time that passed, else the last one of them.
 * At most `limit`; the rest is due after these.
 */
export function dueTimes(schedule: FiringState, now: number, limit: number): readonly number[] {
  const after = lastDone(schedule);
  const first = nextTime(schedule, after);
  if (first === undefined || first > now) return [];
  if (!schedule.catchup) return [lastTime(schedule, first, now)];
  const times: number[] = [];
  for (let time: number | undefined = first; time !== undefined && time <= now;) {
    times.push(time);
    if (times.length === limit) break;
    time = nextTime(schedule, time);
  }
  return times;
}

/** When the schedule is due next; in the past when it is already. */
export function nextDue(schedule: FiringState): number | undefined {
  return nextTime(schedule, lastDone(schedule));
}

/** Nothing before the schedule was made, but with catch-up from its start on. */
function lastDone({ last_fired, created, start_time, catchup }: FiringState): number {
  if (last_fired !== null) return Date.parse(last_fired);
  const made = Date.parse(created);
  return catchup && start_time !== null ? Math.min(made, Date.parse(start_time) - 1) : made;
}

/** The last time that is not after `now`, of which `first` is one. */
function lastTime(timetable: Timetable, first: number, now: number): number {
  const end = timetable.end_time === null ? Infinity : Date.parse(timetable.end_time);
  return Math.max(first, rhythmOf(timetable).last(Math.min(now, end)) ?? first);
}

interface Rhythm {
  /** The first time after. */
  next(after: number): number | undefined;
  /** The last time that is not after. */
  last(until: number): number | undefined;
}

function rhythmOf(timetable: Timetable): Rhythm {
  const { cron_expression, interval_second, start_time, time_zone, created } = timetable;
  if (cron_expression !== null) return cronRhythm(cron_expression, time_zone);
  const step = Math.round((interval_second ?? 0) * 1000);
  const start = Date.parse(start_time ?? created);
  return {
    next: (after) =>
      after < start ? start : start + (Math.floor((after - start) / step) + 1) * step,
    last: (until) => start + Math.floor((until - start) / step) * step,
  };
}

function cronRhythm(expression: string, timeZone: string): Rhythm {
  const cron = cronOf(expression, timeZone);
  return {
    next: (after) => cron.nextRun(new Date(after))?.getTime(),
    last: (until) => {
      // One that falls on this very second counts.
      const [last] = cron.previousRuns(1, new Date(Math.floor(until / 1000) * 1000 + 1000));
      return last?.getTime();
    },
  };
}

/** Errors: those of the expression, in the library's words. */
export function cronOf(expression: string, timezone: string): Cron {
  return new Cron(expression, { timezone, paused: true, mode: "5-or-6-parts" });
}
