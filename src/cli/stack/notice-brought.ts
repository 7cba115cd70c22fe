import { kindLabel } from "../../domain/component-types.js";
import type { AddedStack } from "../../sdk/stacks/add-stack.js";
import type { Output } from "../output/output.js";

/** What was registered for a stack from elsewhere, and what was called differently and why. */
export function noticeBrought({ stack, components, warnings }: AddedStack, output: Output): void {
  for (const { type, name, originalName, created } of components) {
    if (name !== originalName) {
      const kind = kindLabel(type);
      output.notice(
        `There is another ${kind} named '${originalName}' here: this one is called '${name}'.`,
      );
    }
    if (created) {
      output.notice(`Registered stack component with type '${type}' and name '${name}'.`);
    }
  }
  warnings.forEach((warning) => output.warn(warning));
  output.notice(`Registered stack with name '${stack.name}'.`);
}
