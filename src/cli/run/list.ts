import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import { runColumns, shownRunList } from "./columns.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = (_args, flags, context) =>
  printList(
    {
      resource: "run",
      plural: "runs",
      store: ({ store }) => shownRunList(store, context.now()),
      columns: () => runColumns(context.now()),
    },
    flags,
    context,
  );
