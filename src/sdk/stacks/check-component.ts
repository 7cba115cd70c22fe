// Components from elsewhere, as they may be registered here: of flavors that are known.
import { kindLabel } from "../../domain/component-types.js";
import { isZenError } from "../../domain/errors.js";
import { findFlavor } from "../../stack/flavors.js";
import type { TypedComponent } from "./bring-components.js";
import type { StackProblem } from "./stack-error.js";

export interface CheckedComponent {
  readonly component: TypedComponent;
  /** What keeps it from being registered. */
  readonly problems: readonly StackProblem[];
}

export async function checkComponent(component: TypedComponent): Promise<CheckedComponent> {
  const { type, name, flavor: flavorName } = component;
  try {
    const flavor = await findFlavor(type, flavorName);
    return { component: { ...component, flavor: flavor.name }, problems: [] };
  } catch (error) {
    if (!isZenError(error, "flavor_unknown")) throw error;
    const text = `its ${kindLabel(type)} '${name}' has the unknown flavor '${flavorName}'`;
    return { component, problems: [{ code: "invalid_input", text, hint: error.hint }] };
  }
}
