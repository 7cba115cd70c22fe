import type { Component, ComponentType } from "../../domain/entities/component.js";
import { compareText } from "../../util/compare-text.js";
import type { Handler } from "../framework/command.js";
import { showJson } from "../show.js";
import { findOrActive } from "./find.js";
import { shownComponents } from "./shown.js";
import type { describeSpec } from "./specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof describeSpec>> =>
  async (args, _flags, context) => {
    const session = await context.openSession();
    const found = await findOrActive(type, args.name, context);
    const component = await (await shownComponents(context)).show(found);
    const isActive =
      (await session.isStackKnown()) &&
      (await session.activeStack()).components[type]?.id === component.id;
    await context.output.describe(
      {
        title: `${type.toUpperCase()} Component Configuration${isActive ? " (ACTIVE)" : ""}`,
        headers: ["COMPONENT_PROPERTY", "VALUE"],
        properties: properties(component),
      },
      component,
    );
  };

function properties({ type, flavor, name, id, shared, configuration }: Component) {
  const attributes = Object.entries(configuration)
    .toSorted(([one], [other]) => compareText(one, other))
    .map(([key, value]) => [key.toUpperCase(), showJson(value)] as const);
  return [
    ["TYPE", type],
    ["FLAVOR", flavor],
    ["NAME", name],
    ["UUID", id],
    ...(shared ? [["SHARED", "✅"] as const] : []),
    ...attributes,
  ] as const;
}
