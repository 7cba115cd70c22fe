import type { Summary } from "../../domain/resources.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import type { Column } from "../output/output.js";
import { showTime } from "../show.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  const session = await context.openSession();
  await printList(
    {
      resource: "user",
      plural: "users",
      store: ({ store }) => store.users,
      columns: () => columns(session.user.id),
    },
    flags,
    context,
  );
};

function columns(active: string): readonly Column<Summary<"user">>[] {
  return [
    {
      key: "active",
      align: "center",
      value: ({ id }) => id === active,
      show: ({ id }) => (id === active ? "👉" : ""),
    },
    { key: "id", value: ({ id }) => id },
    {
      key: "created",
      header: "CREATION_DATE",
      value: ({ created }) => created,
      show: ({ created }) => showTime(created),
    },
    { key: "name", value: ({ name }) => name },
  ];
}
