import * as z from "zod/mini";
import { kindLabel, kindWord } from "../../domain/component-types.js";
import type { Component } from "../../domain/entities/component.js";
import { Name } from "../../domain/entities/fields.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";
import { changeComponent } from "./change-component.js";

/**
 * Stacks with the component go on with it under its new name. Errors: `entity_exists`, `invalid_input`,
 * `conflict` when somebody else gave it another name at the same time.
 */
export async function renameComponent(
  store: Pick<ZenStore, "components">,
  component: Component,
  name: string,
): Promise<Component> {
  const subject = `Unable to rename ${kindLabel(component.type)} '${component.name}' to '${name}'`;
  if (component.name === name) return component;
  assertName(subject, name);
  try {
    return await changeComponent(store, component, (now) => {
      if (now.name === component.name) return { name };
      const hint = `zenml ${kindWord(now.type)} rename ${now.name} ${name}`;
      throw new ZenError("conflict", `${subject}: somebody else just called it '${now.name}'.`, {
        hint,
      });
    });
  } catch (error) {
    if (!isZenError(error, "entity_exists")) throw error;
    throw new ZenError(
      "entity_exists",
      `${subject}: a component of type '${component.type}' with the name '${name}' already exists.`,
      { hint: "Choose a different name.", cause: error },
    );
  }
}

function assertName(subject: string, name: string): void {
  const parsed = z.safeParse(Name, name);
  if (parsed.success) return;
  const problems = parsed.error.issues.map(({ message }) => message);
  throw new ZenError("invalid_input", `${subject}: ${problems.join("; ")}.`, {
    hint: "Choose a different name.",
    details: { problems },
  });
}
