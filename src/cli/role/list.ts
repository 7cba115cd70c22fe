import { needServer } from "../../sdk/people/ask-server.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  needServer(await context.openSession(), "roles");
  await printList(
    {
      resource: "role",
      plural: "roles",
      store: ({ store }) => store.roles,
      columns: () => [
        { key: "name", value: ({ name }) => name },
        {
          key: "permissions",
          value: ({ permissions }) => permissions,
          show: ({ permissions }) => permissions.join(", "),
        },
        { key: "id", value: ({ id }) => id },
      ],
    },
    flags,
    context,
  );
};
