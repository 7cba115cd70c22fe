import { COMPONENT_TYPES, isRequired, kindLabel, kindWord } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import type { Stack } from "../../domain/entities/stack.js";
import type { ZenStore } from "../../store/zen-store.js";
import { changeStack } from "./change-stack.js";
import { findComponents } from "./find-components.js";
import { throwStackProblems } from "./stack-error.js";

export interface StackChange {
  /** Name, id or id prefix of the new component for each kind; null takes the kind out. */
  readonly components?: { readonly [Type in ComponentType]?: string | null | undefined };
  readonly shared?: boolean | undefined;
}

/**
 * Gives a stack other components; those of kinds that are not named stay.
 * Errors: `not_found`, `ambiguous`, `invalid_input`; all problems at once.
 * @param reference name, id or id prefix
 */
export async function updateStack(
  { store }: { readonly store: ZenStore },
  reference: string,
  { components = {}, shared }: StackChange,
): Promise<Stack> {
  const { id, name } = await store.stacks.get(reference);
  const removed = COMPONENT_TYPES.filter((type) => components[type] === null);
  const chosen = Object.fromEntries(
    COMPONENT_TYPES.flatMap((type) => (components[type] ? [[type, components[type]]] : [])),
  );
  const { references, problems } = await findComponents(store.components, chosen);
  throwStackProblems(`The stack '${name}' cannot be updated`, [
    ...removed.filter(isRequired).map((type) => ({
      code: "invalid_input" as const,
      text: `a stack cannot be without ${kindLabel(type)}`,
      hint: `Give it another one: zenml stack update ${name} --${kindWord(type)} NAME`,
    })),
    ...problems,
  ]);
  return changeStack(store, id, (stack) => ({
    ...(shared === undefined ? {} : { shared }),
    components: without({ ...stack.components, ...references }, removed),
  }));
}

function without(
  components: Stack["components"],
  removed: readonly ComponentType[],
): Stack["components"] {
  const kept = COMPONENT_TYPES.flatMap((type) =>
    components[type] === undefined || removed.includes(type) ? [] : [[type, components[type]]],
  );
  return Object.fromEntries(kept);
}
