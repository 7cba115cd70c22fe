import { COMPONENT_TYPES } from "../../domain/component-types.js";
import { checkRegisteredStack } from "../../sdk/stacks/check-registered-stack.js";
import type { Handler } from "../framework/command.js";
import { chosenStack } from "./chosen-stack.js";
import type { describeSpec } from "./specs.js";
import { warnOfProblems } from "./warn-of-problems.js";

export const handler: Handler<typeof describeSpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  const stack = await chosenStack(session, args.stack);
  const checked = await checkRegisteredStack(session, stack);
  const rows = COMPONENT_TYPES.toSorted().flatMap((type) => {
    const reference = stack.components[type];
    if (reference === undefined) return [];
    const mark = checked.components.has(type) ? "" : " (missing)";
    return [[type.toUpperCase(), `${reference.name}${mark}`] as const];
  });
  const isActive = (await session.isStackKnown()) && (await session.activeStack()).id === stack.id;
  const active = isActive ? " (ACTIVE)" : "";
  await context.output.describe(
    {
      title: "Stack Configuration",
      caption: `'${stack.name}' stack${active}`,
      headers: ["COMPONENT_TYPE", "COMPONENT_NAME"],
      properties: rows,
    },
    stack,
  );
  warnOfProblems(stack, checked, context.output);
};
