// `pipeline.run({ schedule })` and a `schedule` in a run.yaml: the pipeline is put on a schedule instead of
// being run now.
import type { Schedule } from "../../domain/entities/schedule.js";
import { isZenError } from "../../domain/errors.js";
import type { ScheduleOptions } from "../../runtime/configuration/run-configuration.js";
import type { ZenStore } from "../../store/zen-store.js";
import { cannotCreate } from "./create-schedule.js";
import type { ScheduleContent } from "./create-schedule.js";
import { readScheduleTimes } from "./schedule-times.js";

/** Makes the schedule, or changes the one of that name. Errors: `invalid_input` with all problems. */
export async function putSchedule(
  session: { readonly store: Pick<ZenStore, "schedules"> },
  options: ScheduleOptions,
  content: ScheduleContent,
  now: number = Date.now(),
): Promise<Schedule> {
  const name = options.name ?? content.pipeline_name;
  const { times, problems } = readScheduleTimes(options, now);
  if (times === undefined) throw cannotCreate(name, problems);
  const { schedules } = session.store;
  try {
    return await schedules.create({ ...times, ...content, name, active: true });
  } catch (error) {
    if (!isZenError(error, "entity_exists")) throw error;
    const { id } = await schedules.get(name);
    return schedules.update(id, { ...times, ...content });
  }
}
