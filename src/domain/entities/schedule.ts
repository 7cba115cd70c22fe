import * as z from "zod/mini";
import { Id, JsonRecord, Name, Scoped, Timestamp } from "./fields.js";

/** When a pipeline is run by itself: by a cron expression, or every so many seconds from a start. */
export const Schedule = z.strictObject({
  ...Scoped,
  name: Name,
  pipeline_name: Name,
  /** The pipeline's file, absolute, on the machine that fires. */
  file: z.string(),
  export: z.nullable(z.string()),
  /** The run configuration that each run is started with. */
  configuration: JsonRecord,
  stack_name: z.nullable(Name),
  cron_expression: z.nullable(z.string()),
  interval_second: z.nullable(z.number().check(z.positive())),
  /** IANA name, e.g. `Europe/Berlin`. */
  time_zone: z.string(),
  start_time: z.nullable(Timestamp),
  end_time: z.nullable(Timestamp),
  /** Whether times that passed while nothing ran are fired afterwards. */
  catchup: z.boolean(),
  active: z.boolean(),
  /** The time on the schedule that was fired last. */
  last_fired: z.nullable(Timestamp),
  last_run_id: z.nullable(Id),
});
export type Schedule = z.infer<typeof Schedule>;
