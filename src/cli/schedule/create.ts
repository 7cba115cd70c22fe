import { ZenError } from "../../domain/errors.js";
import { Schedules } from "../../sdk/schedules/schedules.js";
import type { ScheduleOptions } from "../../runtime/configuration/run-configuration.js";
import type { FlagsOf, Handler } from "../framework/command.js";
import { readParams, readRunConfiguration } from "../run/read-params.js";
import { parseInterval } from "./parse-interval.js";
import { showNext } from "./show-schedule.js";
import type { createSpec } from "./specs.js";

export const handler: Handler<typeof createSpec> = async (args, flags, context) => {
  const { io, output, overrides } = context;
  const { configuration: config } = await readRunConfiguration(flags.config, io);
  const session = await context.openSession();
  const schedules = new Schedules(session, io.cwd);
  const schedule = await schedules.create(args.name, {
    ...timesOf(flags, config?.schedule),
    file: args.file,
    config,
    params: readParams(flags.param),
    stack: overrides.stack,
  });
  const next = showNext(await schedules.next(schedule), schedule);
  await output.answer(
    `Created schedule \`${schedule.name}\`: pipeline \`${schedule.pipeline_name}\` is run ${next}.`,
    schedule,
  );
  output.notice("Schedules fire while `zenml schedule run` runs.");
};

/** What the command line says stands over what the file says: of cron and interval it keeps one. */
function timesOf(flags: FlagsOf<typeof createSpec>, file: ScheduleOptions = {}): ScheduleOptions {
  const { cron, interval } = flags;
  const isSaid = cron !== undefined || interval !== undefined;
  return {
    cron_expression: isSaid ? cron : file.cron_expression,
    interval_second: isSaid ? secondsOf(interval) : file.interval_second,
    start_time: flags.start ?? file.start_time,
    end_time: flags.end ?? file.end_time,
    time_zone: flags.timeZone ?? file.time_zone,
    catchup: flags.catchup || file.catchup,
  };
}

function secondsOf(interval: string | undefined): number | undefined {
  if (interval === undefined) return undefined;
  const seconds = parseInterval(interval);
  if (!Number.isNaN(seconds)) return seconds;
  throw new ZenError(
    "invalid_argument",
    `--interval: '${interval}' is no time such as 90 or 15m.`,
    {
      hint: "Seconds, or a number with s, m, h or d: --interval 6h",
    },
  );
}
