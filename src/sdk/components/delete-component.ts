import { kindLabel, kindWord } from "../../domain/component-types.js";
import type { Component } from "../../domain/entities/component.js";
import { ZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";
import { belongsToAnother } from "../sharing/belongs-to-another.js";

/** Errors: `in_use`, naming every stack that has the component; of another's, the server decides. */
export async function assertDeletable(
  store: Pick<ZenStore, "stacks" | "type" | "scope">,
  component: Component,
): Promise<void> {
  if (belongsToAnother(store, component)) return;
  const { id, type, name } = component;
  const using: string[] = [];
  for await (const stack of store.stacks.all()) {
    if (stack.components[type]?.id === id) using.push(stack.name);
  }
  const [first] = using;
  if (first === undefined) return;
  const named = using.map((stack) => `'${stack}'`).join(", ");
  const which = using.length === 1 ? `the stack ${named}` : `the stacks ${named}`;
  throw new ZenError(
    "in_use",
    `The ${kindLabel(type)} '${name}' cannot be deleted: it is part of ${which}.`,
    {
      hint: `Give ${using.length === 1 ? "it" : "those"} another one first: zenml stack update ${first} --${kindWord(type)} NAME`,
      details: { stacks: using },
    },
  );
}

/** Errors: as `assertDeletable`. */
export async function deleteComponent(
  store: Pick<ZenStore, "stacks" | "components" | "type" | "scope">,
  component: Component,
): Promise<void> {
  await assertDeletable(store, component);
  await store.components.delete(component.id);
}
