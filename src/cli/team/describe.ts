import { needServer } from "../../sdk/people/ask-server.js";
import type { Handler } from "../framework/command.js";
import { lookUpNames } from "../look-up-names.js";
import type { describeSpec } from "./specs.js";

export const handler: Handler<typeof describeSpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  needServer(session, "teams");
  const { store } = session;
  const team = await store.teams.get(args.team);
  const names = await lookUpNames(store.users, team.members);
  await context.output.describe(
    {
      title: `'${team.name}' Team`,
      headers: ["USER", "ID"],
      properties: team.members.map((id) => [names.get(id) ?? "(deleted)", id] as const),
    },
    team,
  );
};
