import { REQUIRED_COMPONENTS, kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import type { StackProblem } from "./stack-error.js";

/** A problem for each kind that every stack must have and this one would not. */
export function missingKinds(components: {
  readonly [Type in ComponentType]?: unknown;
}): readonly StackProblem[] {
  return REQUIRED_COMPONENTS.filter((type) => components[type] === undefined).map((type) => ({
    code: "invalid_input",
    text: `it has no ${kindLabel(type)}`,
  }));
}
