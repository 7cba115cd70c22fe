import type { Stack } from "../../domain/entities/stack.js";
import type { ZenStore } from "../../store/zen-store.js";
import { findComponents } from "./find-components.js";
import type { ComponentChoice } from "./find-components.js";
import { throwStackProblems } from "./stack-error.js";
import { missingKinds } from "./missing-kinds.js";
import { stackNameProblems } from "./stack-name.js";

export interface RegisterStackOptions {
  /** Others of the project see it too. Default: false. */
  readonly shared?: boolean | undefined;
}

/**
 * Makes a stack of components that exist. Errors: `entity_exists`, `not_found`, `ambiguous`,
 * `invalid_input`; all problems at once.
 */
export async function registerStack(
  { store }: { readonly store: ZenStore },
  name: string,
  choice: ComponentChoice,
  { shared = false }: RegisterStackOptions = {},
): Promise<Stack> {
  const { references, problems } = await findComponents(store.components, choice);
  throwStackProblems(`The stack '${name}' cannot be registered`, [
    ...(await stackNameProblems(store, name)),
    ...missingKinds(choice),
    ...problems,
  ]);
  return store.stacks.create({ name, shared, components: references });
}
