import type { Handler } from "../framework/command.js";
import { showTime } from "../show.js";
import type { describeSpec } from "./specs.js";

export const handler: Handler<typeof describeSpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  const user = await session.store.users.get(args.user ?? session.user.id);
  const active = user.id === session.user.id ? " (ACTIVE)" : "";
  await context.output.describe(
    {
      title: `'${user.name}' User${active}`,
      properties: [
        ["ID", user.id],
        ["NAME", user.name],
        ["CREATION_DATE", showTime(user.created)],
      ],
    },
    user,
  );
};
