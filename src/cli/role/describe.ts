import { needServer } from "../../sdk/people/ask-server.js";
import type { Handler } from "../framework/command.js";
import { showTime } from "../show.js";
import type { describeSpec } from "./specs.js";

export const handler: Handler<typeof describeSpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  needServer(session, "roles");
  const role = await session.store.roles.get(args.role);
  await context.output.describe(
    {
      title: `'${role.name}' Role`,
      properties: [
        ["ID", role.id],
        ["NAME", role.name],
        ["PERMISSIONS", role.permissions.join(", ")],
        ["CREATION_DATE", showTime(role.created)],
      ],
    },
    role,
  );
};
