import { Roles } from "../../sdk/roles/roles.js";
import type { Handler } from "../framework/command.js";
import { holderLines } from "./holder-lines.js";
import type { assignSpec } from "./specs.js";

export const handler: Handler<typeof assignSpec> = async (args, flags, context) => {
  const { user: users, team: teams, project } = flags;
  const roles = new Roles(await context.openSession());
  const assigned = await roles.assign(args.role, { users, teams, project });
  await context.output.answer(holderLines(`Assigned role '${args.role}' to`, flags), assigned);
};
