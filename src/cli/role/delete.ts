import { needServer } from "../../sdk/people/ask-server.js";
import { Roles } from "../../sdk/roles/roles.js";
import type { Handler } from "../framework/command.js";
import type { deleteSpec } from "./specs.js";

export const handler: Handler<typeof deleteSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  needServer(session, "roles");
  const roles = new Roles(session);
  const { id, name } = await roles.get(args.role);
  if (!(await context.confirm(`Are you sure you want to delete role '${name}'?`, flags))) return 1;
  await roles.delete(id);
  await context.output.answer(`Deleted role '${name}'.`, { id, name });
  return 0;
};
