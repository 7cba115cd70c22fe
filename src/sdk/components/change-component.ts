// Changes a component as it was read: what somebody else changed meanwhile is never written over.
import type { Component } from "../../domain/entities/component.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";

/** What may be changed of a component. */
export type ComponentSet = Partial<Pick<Component, "name" | "configuration" | "shared">>;

const ATTEMPTS = 10;

/**
 * Reads the component again and asks `change` again when it was changed meanwhile, so that two people who
 * change different things lose nothing. Errors: `entity_exists`, what `change` throws.
 */
export async function changeComponent(
  { components }: Pick<ZenStore, "components">,
  before: Component,
  change: (component: Component) => Promise<ComponentSet> | ComponentSet,
): Promise<Component> {
  let current = before;
  for (let attempt = 1; ; attempt++) {
    const set = { ...(await change(current)), updated: after(current.updated) };
    const expect = { updated: [current.updated] };
    try {
      return await components.update(before.id, set, { expect });
    } catch (error) {
      if (!isZenError(error, "conflict")) throw error;
      if (attempt === ATTEMPTS) throw stillChanging(current, error);
    }
    current = (await components.find(before.id)) ?? current;
  }
}

/** Now, and never the same as before, so that no change goes unnoticed. */
function after(before: string): string {
  return new Date(Math.max(Date.now(), Date.parse(before) + 1)).toISOString();
}

function stillChanging({ name }: Component, cause: unknown): ZenError {
  return new ZenError("conflict", `Others keep changing the stack component '${name}'.`, {
    hint: "Try again in a moment.",
    cause,
  });
}
