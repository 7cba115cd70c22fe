import { describe, expect, test } from "vitest";
import { dueTimes, nextDue, nextTime } from "./timetable.js";
import type { FiringState } from "./timetable.js";
import { isTimeZone, parseTime } from "./zoned-time.js";

const BASE: FiringState = {
  cron_expression: null,
  interval_second: null,
  start_time: null,
  end_time: null,
  time_zone: "Europe/Berlin",
  created: "2026-01-01T00:00:00.000Z",
  catchup: false,
  last_fired: null,
};

const at = (iso: string) => Date.parse(iso);
const isos = (times: readonly number[]) => times.map((time) => new Date(time).toISOString());

function first(schedule: FiringState, from: string, count: number): string[] {
  const times: string[] = [];
  let after = at(from);
  while (times.length < count) {
    const next = nextTime(schedule, after);
    if (next === undefined) break;
    times.push(new Date(next).toISOString());
    after = next;
  }
  return times;
}

describe("the times of a cron expression", () => {
  test("are those of its zone, winter and summer", () => {
    const daily = { ...BASE, cron_expression: "0 8 * * *" };
    expect(first(daily, "2026-03-28T00:00:00Z", 2)).toEqual([
      "2026-03-28T07:00:00.000Z",
      "2026-03-29T06:00:00.000Z",
    ]);
  });

  test("that no clock shows come an hour later, and are not left out", () => {
    const night = { ...BASE, cron_expression: "30 2 * * *" };
    expect(first(night, "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-29T01:30:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
  });

  test("that a clock shows twice come once", () => {
    const night = { ...BASE, cron_expression: "30 2 * * *" };
    expect(first(night, "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
  });

  test("begin and end with the schedule, both included", () => {
    const bounded = {
      ...BASE,
      cron_expression: "0 * * * *",
      time_zone: "UTC",
      start_time: "2026-01-05T00:00:00.000Z",
      end_time: "2026-01-05T02:00:00.000Z",
    };
    expect(first(bounded, "2026-01-01T00:00:00Z", 9)).toEqual([
      "2026-01-05T00:00:00.000Z",
      "2026-01-05T01:00:00.000Z",
      "2026-01-05T02:00:00.000Z",
    ]);
  });
});

describe("an interval", () => {
  const interval = { ...BASE, interval_second: 90, start_time: "2026-01-01T06:00:00.000Z" };

  test("counts from the start, whenever it is looked at", () => {
    expect(first(interval, "2026-01-01T06:02:00Z", 2)).toEqual([
      "2026-01-01T06:03:00.000Z",
      "2026-01-01T06:04:30.000Z",
    ]);
  });

  test("does not mind changes of clocks", () => {
    const daily = { ...BASE, interval_second: 86_400, start_time: "2026-03-28T07:00:00.000Z" };
    expect(first(daily, "2026-03-28T08:00:00Z", 1)).toEqual(["2026-03-29T07:00:00.000Z"]);
  });
});

describe("what is due", () => {
  const hourly = { ...BASE, cron_expression: "0 * * * *", time_zone: "UTC" };
  const fired = { ...hourly, last_fired: "2026-01-01T03:00:00.000Z" };

  test("is nothing before the next time, and that time on its very second", () => {
    expect(dueTimes(fired, at("2026-01-01T03:59:59.999Z"), 9)).toEqual([]);
    expect(isos(dueTimes(fired, at("2026-01-01T04:00:00.000Z"), 9))).toEqual([
      "2026-01-01T04:00:00.000Z",
    ]);
  });

  test("is the last of the missed times without catch-up", () => {
    expect(isos(dueTimes(fired, at("2026-01-01T07:30:00Z"), 9))).toEqual([
      "2026-01-01T07:00:00.000Z",
    ]);
  });

  test("is every missed time in order with catch-up, so many at once", () => {
    const due = dueTimes({ ...fired, catchup: true }, at("2026-01-01T09:30:00Z"), 3);
    expect(isos(due)).toEqual([
      "2026-01-01T04:00:00.000Z",
      "2026-01-01T05:00:00.000Z",
      "2026-01-01T06:00:00.000Z",
    ]);
  });

  test("is nothing from before the schedule was made, but with catch-up from its start", () => {
    const old = { ...hourly, created: "2026-01-01T02:30:00.000Z" };
    const started = { ...old, start_time: "2026-01-01T00:00:00.000Z" };
    expect(isos(dueTimes(started, at("2026-01-01T02:45:00Z"), 9))).toEqual([]);
    const caughtUp = dueTimes({ ...started, catchup: true }, at("2026-01-01T02:45:00Z"), 9);
    expect(isos(caughtUp)).toEqual([
      "2026-01-01T00:00:00.000Z",
      "2026-01-01T01:00:00.000Z",
      "2026-01-01T02:00:00.000Z",
    ]);
  });

  test("is nothing twice when the clock was set back an hour", () => {
    expect(dueTimes(fired, at("2026-01-01T02:10:00Z"), 9)).toEqual([]);
    expect(nextDue(fired)).toBe(at("2026-01-01T04:00:00Z"));
  });

  test("is the last time before the end, when the end is past", () => {
    const ended = { ...fired, end_time: "2026-01-01T05:30:00.000Z" };
    expect(isos(dueTimes(ended, at("2026-02-01T00:00:00Z"), 9))).toEqual([
      "2026-01-01T05:00:00.000Z",
    ]);
    expect(nextDue({ ...ended, last_fired: "2026-01-01T05:00:00.000Z" })).toBeUndefined();
  });
});

describe("a time that a person writes", () => {
  test.each([
    ["2026-07-01T08:00:00Z", "2026-07-01T08:00:00.000Z"],
    ["2026-07-01T08:00:00+05:00", "2026-07-01T03:00:00.000Z"],
    ["2026-07-01T08:00", "2026-07-01T06:00:00.000Z"],
    ["2026-01-01", "2025-12-31T23:00:00.000Z"],
    ["2026-10-25 02:30:00", "2026-10-25T00:30:00.000Z"],
  ])("%s is %s in Berlin", (text, iso) => {
    expect(new Date(parseTime(text, "Europe/Berlin") ?? 0).toISOString()).toBe(iso);
  });

  test.each(["tomorrow", "2026-13-01T00:00:00", ""])("%j is no time", (text) => {
    expect(parseTime(text, "UTC")).toBeUndefined();
  });

  test("may name a zone that there is", () => {
    expect([isTimeZone("Asia/Kolkata"), isTimeZone("Mars/Olympus")]).toEqual([true, false]);
  });
});
