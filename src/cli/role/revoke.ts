import { Roles } from "../../sdk/roles/roles.js";
import type { Handler } from "../framework/command.js";
import { holderLines } from "./holder-lines.js";
import type { revokeSpec } from "./specs.js";

export const handler: Handler<typeof revokeSpec> = async (args, flags, context) => {
  const { user: users, team: teams, project = null } = flags;
  const roles = new Roles(await context.openSession());
  await roles.revoke(args.role, { users, teams, project: flags.project });
  const sentence = holderLines(`Revoked role '${args.role}' from`, flags);
  await context.output.answer(sentence, { role: args.role, users, teams, project });
};
