// The components that a stack names, read from the store.
import { COMPONENT_TYPES, kindLabel } from "../../domain/component-types.js";
import type { Component } from "../../domain/entities/component.js";
import type { Stack } from "../../domain/entities/stack.js";
import type { ZenStore } from "../../store/zen-store.js";
import { throwStackProblems } from "./stack-error.js";
import type { StackProblem } from "./stack-error.js";

/** In the order of the kinds. Errors: `not_found`, naming every one that is gone. */
export async function readComponents(
  store: ZenStore,
  stack: Stack,
  subject: string,
): Promise<readonly Component[]> {
  const components: Component[] = [];
  const problems: StackProblem[] = [];
  for (const type of COMPONENT_TYPES) {
    const reference = stack.components[type];
    if (reference === undefined) continue;
    const component = await store.components.find(reference.id);
    if (component !== undefined) components.push(component);
    else {
      const text = `its ${kindLabel(type)} '${reference.name}' does not exist any more`;
      problems.push({ code: "not_found", text, hint: `zenml stack describe ${stack.name}` });
    }
  }
  throwStackProblems(subject, problems);
  return components;
}
