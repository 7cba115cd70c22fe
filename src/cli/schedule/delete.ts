import { Schedules } from "../../sdk/schedules/schedules.js";
import type { Handler } from "../framework/command.js";
import type { deleteSpec } from "./specs.js";

export const handler: Handler<typeof deleteSpec> = async (args, flags, context) => {
  const schedules = new Schedules(await context.openSession());
  const { id, name } = await schedules.get(args.schedule);
  const question = `Are you sure you want to delete schedule \`${name}\`? Its runs stay.`;
  if (!(await context.confirm(question, flags))) return 1;
  await schedules.delete(id);
  await context.output.answer(`Deleted schedule \`${name}\`.`, { id, name });
  return 0;
};
