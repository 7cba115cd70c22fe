import { kindLabel } from "../../domain/component-types.js";
import type { Component } from "../../domain/entities/component.js";
import { changeComponent } from "../components/change-component.js";
import type { Session } from "../session.js";
import { checkShareable } from "./check-shareable.js";

/** Errors: `stack_invalid` for one that is of use on one machine alone, `forbidden`. */
export async function shareComponent(
  session: Pick<Session, "store" | "settings">,
  component: Component,
): Promise<Component> {
  const subject = `${kindLabel(component.type)} '${component.name}'`;
  await checkShareable(session, subject, [component]);
  return changeComponent(session.store, component, () => ({ shared: true }));
}

/** Errors: `in_use` naming the shared stacks that have it, `forbidden`. */
export function unshareComponent(
  { store }: Pick<Session, "store">,
  component: Component,
): Promise<Component> {
  return changeComponent(store, component, () => ({ shared: false }));
}
