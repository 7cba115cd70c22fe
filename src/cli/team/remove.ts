import { Teams } from "../../sdk/teams/teams.js";
import type { Handler } from "../framework/command.js";
import type { removeSpec } from "./specs.js";

export const handler: Handler<typeof removeSpec> = async (args, { user: users }, context) => {
  const team = await new Teams(await context.openSession()).remove(args.team, users);
  const lines = users.map((user) => `Removed user '${user}' from team '${team.name}'.`);
  await context.output.answer(lines.join("\n"), team);
};
