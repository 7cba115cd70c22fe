import { RESOURCES } from "../../domain/resources.js";
import { entitiesOf } from "../../store/entity-stores.js";
import type { Handler } from "../framework/command.js";
import { showTime } from "../show.js";
import type { describeSpec } from "./specs.js";

/** What a person wants to know that a project has; more than a page is not counted. */
const SHOWN = ["stack", "component", "pipeline", "run"] as const;
const PAGE = 1000;

export const handler: Handler<typeof describeSpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  const { store } = session;
  const project = await store.projects.get(args.project ?? session.project.id);
  const within = store.inProject(project.id);
  const counts = await Promise.all(
    SHOWN.map(async (resource) => {
      const { items, next_cursor } = await entitiesOf(within, resource).list({ limit: PAGE });
      return [
        RESOURCES[resource].plural,
        `${items.length}${next_cursor === null ? "" : "+"}`,
      ] as const;
    }),
  );
  const active = project.id === session.project.id ? " (ACTIVE)" : "";
  await context.output.describe(
    {
      title: `'${project.name}' Project${active}`,
      properties: [
        ["ID", project.id],
        ["NAME", project.name],
        ["DESCRIPTION", project.description],
        ["CREATION_DATE", showTime(project.created)],
        ...counts.map(([plural, count]) => [plural.toUpperCase(), count] as const),
      ],
    },
    project,
  );
};
