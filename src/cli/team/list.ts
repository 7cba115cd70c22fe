import { needServer } from "../../sdk/people/ask-server.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  needServer(await context.openSession(), "teams");
  await printList(
    {
      resource: "team",
      plural: "teams",
      store: ({ store }) => store.teams,
      columns: () => [
        { key: "name", value: ({ name }) => name },
        { key: "members", value: ({ members }) => members.length },
        { key: "id", value: ({ id }) => id },
      ],
    },
    flags,
    context,
  );
};
