import { Teams } from "../../sdk/teams/teams.js";
import type { Handler } from "../framework/command.js";
import type { addSpec } from "./specs.js";

export const handler: Handler<typeof addSpec> = async (args, { user: users }, context) => {
  const team = await new Teams(await context.openSession()).add(args.team, users);
  const lines = users.map((user) => `Added user '${user}' to team '${team.name}'.`);
  await context.output.answer(lines.join("\n"), team);
};
