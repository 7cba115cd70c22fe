import type { Project } from "../../domain/entities/project.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import type { Column } from "../output/output.js";
import { showTime } from "../show.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  const session = await context.openSession();
  await printList(
    {
      resource: "project",
      plural: "projects",
      store: ({ store }) => store.projects,
      columns: () => columns(session.project.id),
    },
    flags,
    context,
  );
};

function columns(active: string): readonly Column<Project>[] {
  return [
    {
      key: "active",
      align: "center",
      value: ({ id }) => id === active,
      show: ({ id }) => (id === active ? "👉" : ""),
    },
    { key: "name", value: ({ name }) => name },
    { key: "description", value: ({ description }) => description },
    {
      key: "created",
      header: "CREATION_DATE",
      value: ({ created }) => created,
      show: ({ created }) => showTime(created),
    },
  ];
}
