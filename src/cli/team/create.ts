import { Teams } from "../../sdk/teams/teams.js";
import type { Handler } from "../framework/command.js";
import type { createSpec } from "./specs.js";

export const handler: Handler<typeof createSpec> = async (args, _flags, context) => {
  const team = await new Teams(await context.openSession()).create(args.team);
  await context.output.answer(`Created team '${team.name}'.`, team);
};
