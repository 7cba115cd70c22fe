import { kindPlural } from "../../domain/component-types.js";
import type { Component, ComponentType } from "../../domain/entities/component.js";
import type { Query } from "../../domain/query.js";
import type { Session } from "../../sdk/session.js";
import { compareText } from "../../util/compare-text.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import { lookUpNames } from "../look-up-names.js";
import type { Column } from "../output/output.js";
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

/** Where there are several people, whose a component is. */
async function sharing(
  rows: readonly Component[],
  { store, user }: Session,
): Promise<readonly Column<Component>[]> {
  const isAlone = rows.every(({ user_id, shared }) => user_id === user.id && !shared);
  if (store.type !== "rest" && isAlone) return [];
  const names = await lookUpNames(
    store.users,
    rows.map(({ user_id }) => user_id),
  );
  return [
    { key: "shared", value: ({ shared }) => shared, show: ({ shared }) => (shared ? "✅" : "➖") },
    { key: "owner", value: ({ user_id }) => names.get(user_id) ?? user_id },
  ];
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
