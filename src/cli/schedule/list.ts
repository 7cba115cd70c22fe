import type { Schedule } from "../../domain/entities/schedule.js";
import { Schedules } from "../../sdk/schedules/schedules.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import type { Column } from "../output/output.js";
import { showTime } from "../show.js";
import { showRhythm, showZoned } from "./show-schedule.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = (_args, flags, context) =>
  printList(
    {
      resource: "schedule",
      plural: "schedules",
      store: ({ store }) => store.schedules,
      columns: async (rows, session) => {
        const schedules = new Schedules(session);
        const next = rows.map(async (row) => [row.id, await schedules.next(row)] as const);
        return columns(new Map(await Promise.all(next)));
      },
    },
    flags,
    context,
  );

function columns(next: ReadonlyMap<string, string | undefined>): readonly Column<Schedule>[] {
  return [
    { key: "name", value: ({ name }) => name },
    { key: "pipeline", value: ({ pipeline_name }) => pipeline_name },
    { key: "fires", value: showRhythm },
    {
      key: "active",
      value: ({ active }) => active,
      show: ({ active }) => (active ? "yes" : "paused"),
    },
    {
      key: "next",
      value: ({ id }) => next.get(id) ?? null,
      show: (schedule) => {
        const time = next.get(schedule.id);
        return time === undefined ? "" : showZoned(time, schedule);
      },
    },
    {
      key: "last_fired",
      value: ({ last_fired }) => last_fired,
      show: ({ last_fired }) => showTime(last_fired),
    },
  ];
}
