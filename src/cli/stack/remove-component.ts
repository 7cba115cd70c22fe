import { COMPONENT_TYPES, kindLabel } from "../../domain/component-types.js";
import { updateStack } from "../../sdk/stacks/update-stack.js";
import type { Handler } from "../framework/command.js";
import { chosenStack } from "./chosen-stack.js";
import { ofEachKind } from "./component-flags.js";
import type { removeComponentSpec } from "./specs.js";

export const handler: Handler<typeof removeComponentSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const { output } = context;
  const before = await chosenStack(session, args.stack);
  const asked = ofEachKind(flags);
  const types = COMPONENT_TYPES.filter((type) => asked[type] === true);
  for (const type of types.filter((one) => before.components[one] === undefined)) {
    output.notice(`Stack '${before.name}' has no ${kindLabel(type)}.`);
  }
  const components = Object.fromEntries(types.map((type) => [type, null]));
  const stack = await updateStack(session, before.id, { components });
  output.notice(`Updated stack with name '${stack.name}'.`);
  await output.answer(`Stack \`${stack.name}\` successfully updated!`, stack);
};
