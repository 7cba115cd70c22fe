import { Schedules } from "../../sdk/schedules/schedules.js";
import type { Handler } from "../framework/command.js";
import type { resumeSpec } from "./specs.js";

export const handler: Handler<typeof resumeSpec> = async (args, _flags, context) => {
  const schedule = await new Schedules(await context.openSession()).resume(args.schedule);
  await context.output.answer(`Resumed schedule \`${schedule.name}\`.`, schedule);
};
