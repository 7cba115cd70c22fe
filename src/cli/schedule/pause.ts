import { Schedules } from "../../sdk/schedules/schedules.js";
import type { Handler } from "../framework/command.js";
import type { pauseSpec } from "./specs.js";

export const handler: Handler<typeof pauseSpec> = async (args, _flags, context) => {
  const schedule = await new Schedules(await context.openSession()).pause(args.schedule);
  await context.output.answer(`Paused schedule \`${schedule.name}\`.`, schedule);
};
