import { COMPONENT_TYPES } from "../../domain/component-types.js";
import type { Handler } from "../framework/command.js";
import type { describeSpec } from "./specs.js";

export const handler: Handler<typeof describeSpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  const stack =
    args.stack === undefined
      ? await session.activeStack()
      : await session.store.stacks.get(args.stack);
  const components = COMPONENT_TYPES.flatMap((type) => {
    const component = stack.components[type];
    return component === undefined ? [] : [[type.toUpperCase(), component.name] as const];
  });
  const active = stack.name === session.stack ? " (ACTIVE)" : "";
  await context.output.describe(
    {
      title: "Stack Configuration",
      caption: `'${stack.name}' stack${active}`,
      headers: ["COMPONENT_TYPE", "COMPONENT_NAME"],
      properties: components,
    },
    stack,
  );
};
