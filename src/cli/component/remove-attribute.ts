import { kindLabel, kindWord } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { ZenError } from "../../domain/errors.js";
import { findComponent } from "../../sdk/components/find-component.js";
import { assertAttributes, removeAttributes } from "../../sdk/components/update-component.js";
import type { FlagsOf, Handler } from "../framework/command.js";
import { answerWith } from "./shown.js";
import type { removeAttributeSpec } from "./specs.js";

type Spec = ReturnType<typeof removeAttributeSpec>;

export const handlerOf =
  (type: ComponentType): Handler<Spec> =>
  async (args, flags, context) => {
    const names = attributeNames(type, flags, args.attributes);
    const session = await context.openSession();
    const found = await findComponent(session.store, type, args.name);
    assertAttributes(found, names);
    const component = await removeAttributes(session, found, names);
    const { name } = component;
    context.output.notice(`Updated stack component with type '${type}' and name '${name}'.`);
    await answerWith(`Successfully updated ${kindLabel(type)} \`${name}\`.`, component, context);
  };

/** Errors: `invalid_argument` where a value is given, or no name. */
function attributeNames(
  type: ComponentType,
  { attributes }: FlagsOf<Spec>,
  words: readonly string[],
): readonly string[] {
  const withValue = attributes.find(({ value }) => value !== undefined);
  const names = [...attributes.map(({ key }) => key), ...words];
  if (withValue === undefined && names.length > 0) return names;
  const message =
    withValue === undefined
      ? "No attribute is named."
      : `--${withValue.key}: an attribute is removed by its name alone.`;
  throw new ZenError("invalid_argument", message, {
    hint: `zenml ${kindWord(type)} remove-attribute NAME --${withValue?.key ?? "ATTRIBUTE"}`,
  });
}
