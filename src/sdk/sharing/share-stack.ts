// Shares stacks with everybody in their project, and takes that back.
import type { Change } from "../../domain/change.js";
import type { Component } from "../../domain/entities/component.js";
import type { Stack } from "../../domain/entities/stack.js";
import type { Session } from "../session.js";
import { readComponents } from "../stacks/read-components.js";
import { checkShareable } from "./check-shareable.js";

type Place = Pick<Session, "store" | "settings">;

/** What has to be shared with a stack. Errors: `stack_invalid` for one that is of use on one machine alone. */
export async function unsharedComponents(
  session: Place,
  stack: Stack,
): Promise<readonly Component[]> {
  const subject = `The stack '${stack.name}' cannot be shared`;
  const components = await readComponents(session.store, stack, subject);
  await checkShareable(session, `stack '${stack.name}'`, components);
  return components.filter(({ shared }) => !shared);
}

/** With those of its components that are not, as one. Errors: `stack_invalid`, `not_found`, `forbidden`. */
export async function shareStack(session: Place, stack: Stack): Promise<Stack> {
  const updated = new Date().toISOString();
  const set = { shared: true, updated };
  const components = await unsharedComponents(session, stack);
  const changes: Change[] = components.map(({ id }) => ({
    op: "update",
    resource: "component",
    id,
    set,
  }));
  const { store } = session;
  await store.commit([...changes, { op: "update", resource: "stack", id: stack.id, set }]);
  return (await store.stacks.find(stack.id)) ?? { ...stack, ...set };
}

/** Its components stay shared. Errors: `not_found`, `forbidden`. */
export function unshareStack({ store }: Pick<Session, "store">, stack: Stack): Promise<Stack> {
  return store.stacks.update(stack.id, { shared: false });
}
