import { needServer } from "../../sdk/people/ask-server.js";
import type { Handler } from "../framework/command.js";
import type { updateSpec } from "./specs.js";

export const handler: Handler<typeof updateSpec> = async (args, { name }, context) => {
  const session = await context.openSession();
  needServer(session, "teams");
  const { teams } = session.store;
  const team = await teams.update((await teams.get(args.team)).id, { name });
  await context.output.answer(`Updated team '${team.name}'.`, team);
};
