import { kindPlural } from "../../domain/component-types.js";
import type { Component, ComponentType } from "../../domain/entities/component.js";
import type { Query } from "../../domain/query.js";
import type { Session } from "../../sdk/session.js";
import { compareText } from "../../util/compare-text.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import type { Column } from "../output/output.js";
import { isAlone, sharingColumns } from "../sharing-columns.js";
import { showJson } from "../show.js";
import { shownComponents } from "./shown.js";
import type { listSpec } from "./specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof listSpec>> =>
  async (_args, flags, context) => {
    const session = await context.openSession();
    const active = await activeId(session, type);
    const shown = await shownComponents(context);
    const list = async (query?: Query) => {
      const page = await session.store.components.list(query);
      return { ...page, items: await Promise.all(page.items.map((item) => shown.show(item))) };
    };
    await printList(
      {
        resource: "component",
        plural: "components",
        store: () => ({ list }),
        query: { filters: [{ field: "type", operator: "eq", value: type }] },
        columns: async (rows) => [
          ...columns(active),
          ...(await sharing(rows, session)),
          ...attributeColumns(rows),
        ],
        empty: `No ${kindPlural(type)} registered.`,
      },
      flags,
      context,
    );
  };

/** A stack that does not exist has no active component. */
async function activeId(session: Session, type: ComponentType): Promise<string | undefined> {
  if (!(await session.isStackKnown())) return undefined;
  return (await session.activeStack()).components[type]?.id;
}

const POINTER = "👉";

function columns(active: string | undefined): readonly Column<Component>[] {
  return [
    {
      key: "active",
      align: "center",
      value: ({ id }) => id === active,
      show: ({ id }) => (id === active ? POINTER : ""),
    },
    { key: "name", value: ({ name }) => name },
    { key: "flavor", value: ({ flavor }) => flavor },
    { key: "uuid", value: ({ id }) => id },
  ];
}

async function sharing(
  rows: readonly Component[],
  session: Session,
): Promise<readonly Column<Component>[]> {
  const isHidden = rows.every(({ shared }) => !shared) && (await isAlone(session));
  return isHidden ? [] : sharingColumns(rows, session);
}

/** Every attribute that one of the rows has. */
function attributeColumns(rows: readonly Component[]): readonly Column<Component>[] {
  const names = new Set(rows.flatMap(({ configuration }) => Object.keys(configuration)));
  const own = ["active", "name", "flavor", "uuid", "shared", "owner"];
  return [...names].toSorted(compareText).map((name): Column<Component> => {
    const value = ({ configuration }: Component) => configuration[name] ?? null;
    return {
      key: own.includes(name) ? `configuration.${name}` : name,
      header: name.toUpperCase(),
      value,
      show: (row) => (value(row) === null ? "" : showJson(value(row))),
    };
  });
}
