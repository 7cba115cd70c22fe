// Adds a stack from elsewhere with the components that it lacks here: all of it, or nothing.
import { COMPONENT_TYPES } from "../../domain/component-types.js";
import type { Stack } from "../../domain/entities/stack.js";
import { validateEntity } from "../../store/session/validate.js";
import { flavorPlace } from "../flavors/look-up-flavor.js";
import type { Session } from "../session.js";
import { bringComponents } from "./bring-components.js";
import type { BroughtComponent } from "./bring-components.js";
import { checkComponent } from "./check-component.js";
import type { StackDocument } from "./stack-document.js";
import { throwStackProblems } from "./stack-error.js";
import { missingKinds } from "./missing-kinds.js";
import { stackNameProblems } from "./stack-name.js";

export interface AddedStack {
  readonly stack: Stack;
  /** What became of each component, in the order of the kinds. */
  readonly components: readonly BroughtComponent[];
  /** What a person should know of components that were made. */
  readonly warnings: readonly string[];
}

/** Errors: `entity_exists`, `invalid_input`; all problems at once. */
export async function addStack(
  session: Pick<Session, "store" | "settings">,
  name: string,
  components: StackDocument["components"],
  subject: string,
): Promise<AddedStack> {
  const { store } = session;
  const place = flavorPlace(session);
  const typed = COMPONENT_TYPES.flatMap((type) =>
    components[type] === undefined ? [] : [{ type, ...components[type] }],
  );
  const checked = await Promise.all(typed.map((one) => checkComponent(one, place)));
  const brought = await bringComponents(
    store,
    checked.map(({ component }) => component),
  );
  // One that is here already may be as it is.
  const made = checked.filter((_, index) => brought.components[index]?.created === true);
  throwStackProblems(subject, [
    ...(await stackNameProblems(store, name)),
    ...missingKinds(components),
    ...made.flatMap(({ problems }) => problems),
  ]);
  const now = new Date().toISOString();
  const base = { id: crypto.randomUUID(), created: now, updated: now, ...store.scope };
  const stack = { ...base, name, shared: false, components: brought.references };
  brought.changes.forEach(({ entity }) => validateEntity("component", entity));
  validateEntity("stack", stack);
  await store.commit([...brought.changes, { op: "create", resource: "stack", entity: stack }]);
  const warnings = made.flatMap((one) => one.warnings);
  return { stack, components: brought.components, warnings };
}
