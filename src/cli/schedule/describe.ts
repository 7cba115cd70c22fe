import type { Schedule } from "../../domain/entities/schedule.js";
import { Schedules } from "../../sdk/schedules/schedules.js";
import type { Handler } from "../framework/command.js";
import type { Description } from "../output/output.js";
import { showJson, showTime } from "../show.js";
import { showRhythm, showZoned } from "./show-schedule.js";
import type { describeSpec } from "./specs.js";

export const handler: Handler<typeof describeSpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  const schedules = new Schedules(session);
  const schedule = await schedules.get(args.schedule);
  const next = await schedules.next(schedule);
  const { last_run_id } = schedule;
  const run = last_run_id === null ? undefined : await session.store.runs.find(last_run_id);
  const described = describe(schedule, { next, run: run?.name ?? last_run_id ?? "" });
  await context.output.describe(described, { ...schedule, next: next ?? null });
};

function describe(
  schedule: Schedule,
  { next, run }: { readonly next: string | undefined; readonly run: string },
): Description {
  const { export: exportName, file, start_time, end_time } = schedule;
  const zoned = (iso: string | null | undefined) => (iso ? showZoned(iso, schedule) : "");
  const configuration = Object.entries(schedule.configuration);
  return {
    title: `'${schedule.name}' Schedule`,
    properties: [
      ["NAME", schedule.name],
      ["ID", schedule.id],
      ["PIPELINE", schedule.pipeline_name],
      ["FILE", exportName === null ? file : `${file}:${exportName}`],
      ["STACK", schedule.stack_name ?? "the active one"],
      ["FIRES", showRhythm(schedule)],
      ["TIME ZONE", schedule.time_zone],
      ["START", zoned(start_time)],
      ["END", zoned(end_time)],
      ["CATCH-UP", schedule.catchup ? "every missed time" : "the last missed time"],
      ["ACTIVE", schedule.active ? "yes" : "paused"],
      ["NEXT", zoned(next)],
      ["LAST FIRED", showTime(schedule.last_fired)],
      ["LAST RUN", run],
      ...configuration.map(([key, value]) => [`CONFIGURATION ${key}`, showJson(value)] as const),
    ],
  };
}
