import { kindLabel, kindPlural, kindWord } from "../../domain/component-types.js";
import type { Component, ComponentType } from "../../domain/entities/component.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Session } from "../session.js";

type ComponentStore = Pick<ZenStore, "components">;

/**
 * A component of a kind. Errors: `not_found` with the nearest name, `ambiguous`.
 * @param reference name, id or id prefix
 */
export async function findComponent(
  { components }: ComponentStore,
  type: ComponentType,
  reference: string,
): Promise<Component> {
  try {
    return await components.get(reference, { type });
  } catch (error) {
    if (!isZenError(error, "not_found")) throw error;
    throw new ZenError("not_found", `No ${kindLabel(type)} found for name '${reference}'.`, {
      hint: error.hint,
      details: error.details,
      cause: error,
    });
  }
}

/** The component of the active stack; undefined when the stack has none of the kind. */
export async function activeComponent(
  session: Pick<Session, "store" | "activeStack">,
  type: ComponentType,
): Promise<Component | undefined> {
  const stack = await session.activeStack();
  const reference = stack.components[type];
  if (reference === undefined) return undefined;
  const found = await session.store.components.find(reference.id);
  if (found !== undefined) return found;
  throw new ZenError(
    "stack_invalid",
    `The ${kindLabel(type)} '${reference.name}' of the stack '${stack.name}' does not exist any more.`,
    { hint: `zenml stack update ${stack.name} --${kindWord(type)} NAME` },
  );
}

/** As `activeComponent`. Errors: `not_found` when the active stack has none of the kind. */
export async function needActiveComponent(
  session: Pick<Session, "store" | "activeStack">,
  type: ComponentType,
): Promise<Component> {
  const found = await activeComponent(session, type);
  if (found !== undefined) return found;
  throw new ZenError("not_found", `No ${kindLabel(type)} in active stack.`, {
    hint: `Name one of the ${kindPlural(type)}: zenml ${kindWord(type)} list`,
  });
}
