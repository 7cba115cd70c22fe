// Components from elsewhere, as they may be registered here: flavors that are known, configurations that
// suit them.
import { kindLabel, kindWord } from "../../domain/component-types.js";
import { isZenError } from "../../domain/errors.js";
import { checkConfiguration } from "../../stack/check-configuration.js";
import { lookUpFlavor } from "../flavors/look-up-flavor.js";
import type { FlavorPlace } from "../flavors/look-up-flavor.js";
import type { TypedComponent } from "./bring-components.js";
import type { StackProblem } from "./stack-error.js";

export interface CheckedComponent {
  /** With today's names of its flavor and attributes. */
  readonly component: TypedComponent;
  /** What keeps it from being registered. */
  readonly problems: readonly StackProblem[];
  /** What a person should know of it. */
  readonly warnings: readonly string[];
}

export async function checkComponent(
  component: TypedComponent,
  place: FlavorPlace,
): Promise<CheckedComponent> {
  const { type, name } = component;
  const which = `its ${kindLabel(type)} '${name}'`;
  try {
    const flavor = await lookUpFlavor(place, type, component.flavor);
    const checked = checkConfiguration(flavor, component.configuration);
    const { configuration } = checked;
    const problems = checked.problems.map((problem): StackProblem => ({
      code: "invalid_input",
      text: `${which} cannot be configured like this: ${problem}`,
      hint: `zenml ${kindWord(type)} flavor describe ${flavor.name}`,
    }));
    const warnings = checked.warnings.map((warning) => `${kindLabel(type)} '${name}': ${warning}`);
    return { component: { ...component, flavor: flavor.name, configuration }, problems, warnings };
  } catch (error) {
    if (!isZenError(error, "flavor_unknown")) throw error;
    const text = `${which} has the unknown flavor '${component.flavor}'`;
    const problem: StackProblem = { code: "invalid_input", text, hint: error.hint };
    return { component, problems: [problem], warnings: [] };
  }
}
