// `zenml schedule run`: the loop that fires schedules.
import { join } from "node:path";
import { isZenError } from "../../domain/errors.js";
import { packageFiles } from "../../sdk/running/package-files.js";
import { RunProcesses } from "../../sdk/schedules/run-in-process.js";
import { runSchedules } from "../../sdk/schedules/schedule-loop.js";
import type { ScheduleEvent } from "../../sdk/schedules/schedule-loop.js";
import { systemClock } from "../../sdk/schedules/system-clock.js";
import type { Session } from "../../sdk/session.js";
import type { Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { onInterrupt } from "../run/interrupt.js";
import { showZoned } from "./show-schedule.js";
import type { runSpec } from "./specs.js";

export const handler: Handler<typeof runSpec> = async (_args, { once }, context) => {
  const session = await context.openSession();
  const { output } = context;
  const processes = new RunProcesses({
    program: join(packageFiles().root, "bin", "zenml.cjs"),
    flags: flagsOf(session),
    env: context.io.env,
  });
  const kill = () => processes.kill();
  process.on("exit", kill);
  const interrupt = onInterrupt(() =>
    output.notice("Ending once the runs under way have ended. Ctrl-C again cancels them."),
  );
  try {
    if (!once) output.notice("Firing schedules at their times; Ctrl-C ends it.");
    const summary = await runSchedules({
      store: session.store,
      clock: systemClock,
      fire: processes.fire,
      tell: (event) => tell(event, context),
      signal: interrupt.signal,
      once,
    });
    const { fired, failed } = summary;
    const runs = fired === 1 ? "1 run" : `${fired} runs`;
    await output.answer(`Fired ${runs}${failed === 0 ? "" : `, ${failed} failed`}.`, summary);
    return once && failed > 0 ? 1 : 0;
  } finally {
    interrupt.close();
    process.off("exit", kill);
  }
};

/** The runs go where this command looks. An environment that names a store is passed on with the rest. */
function flagsOf({ settings, project }: Session): string[] {
  const profile = settings.profile?.value;
  return ["--project", project.name, ...(profile === undefined ? [] : ["--profile", profile])];
}

function tell(event: ScheduleEvent, { output }: Context): void {
  switch (event.type) {
    case "fired": {
      const { schedule, time } = event;
      return output.notice(`Schedule \`${schedule.name}\` fires for ${showZoned(time, schedule)}.`);
    }
    case "ended": {
      const { schedule, run } = event;
      const line = `Schedule \`${schedule.name}\`: run \`${run.name}\` ${run.status}.`;
      return run.status === "completed" ? output.notice(line) : output.warn(line);
    }
    case "not_started":
      return output.warn(`Schedule \`${event.schedule.name}\`: ${messageOf(event.error)}`);
    case "trouble":
      return output.warn(messageOf(event.error));
  }
}

function messageOf(error: unknown): string {
  if (isZenError(error)) return [error.message, error.hint].filter(Boolean).join(" ");
  return String(error);
}
