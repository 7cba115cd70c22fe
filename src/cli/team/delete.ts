import { needServer } from "../../sdk/people/ask-server.js";
import { Teams } from "../../sdk/teams/teams.js";
import type { Handler } from "../framework/command.js";
import type { deleteSpec } from "./specs.js";

export const handler: Handler<typeof deleteSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  needServer(session, "teams");
  const teams = new Teams(session);
  const { id, name } = await teams.get(args.team);
  if (!(await context.confirm(`Are you sure you want to delete team '${name}'?`, flags))) return 1;
  await teams.delete(id);
  await context.output.answer(`Deleted team '${name}'.`, { id, name });
  return 0;
};
