import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { ZenError } from "../../domain/errors.js";
import { assertAttributes, updateComponent } from "../../sdk/components/update-component.js";
import { flavorPlace, lookUpFlavor } from "../../sdk/flavors/look-up-flavor.js";
import { parseAttributes } from "../../stack/parse-attributes.js";
import type { Handler } from "../framework/command.js";
import { splitPairs } from "../split-pairs.js";
import { findOrActive } from "./find.js";
import { openForAttributes } from "./open-for-attributes.js";
import { answerWith } from "./shown.js";
import type { updateSpec } from "./specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof updateSpec>> =>
  async (args, flags, context) => {
    const { output, io } = context;
    const { pairs, problems } = splitPairs(args.attributes);
    const given = [...flags.attributes, ...pairs];
    if (given.length === 0 && problems.length === 0) {
      throw new ZenError("invalid_argument", "There is nothing to change.", {
        hint: "Name attributes: --KEY=VALUE",
      });
    }
    const session = await openForAttributes(context);
    const found = await findOrActive(type, args.name, context);
    assertAttributes(
      found,
      given.map(({ key }) => key),
    );
    const flavor = await lookUpFlavor(flavorPlace(session, io.cwd), type, found.flavor);
    const parsed = parseAttributes(flavor, given);
    const { component, warnings } = await updateComponent(session, found, {
      configuration: parsed.configuration,
      problems: [...problems, ...parsed.problems],
    });
    const { name } = component;
    output.notice(`Updated stack component with type '${type}' and name '${name}'.`);
    warnings.forEach((text) => output.warn(text));
    await answerWith(`Successfully updated ${kindLabel(type)} \`${name}\`.`, component, context);
  };
