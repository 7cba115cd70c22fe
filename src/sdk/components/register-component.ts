import * as z from "zod/mini";
import { kindWord } from "../../domain/component-types.js";
import type { Component, ComponentType } from "../../domain/entities/component.js";
import { Name } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import { flavorPlace, lookUpFlavor } from "../flavors/look-up-flavor.js";
import type { Session } from "../session.js";
import type { ZenStore } from "../../store/zen-store.js";
import { configure } from "./configure.js";
import type { Configured, GivenConfiguration } from "./configure.js";

export interface NewComponent extends GivenConfiguration {
  readonly name: string;
  readonly flavor: string;
  readonly shared?: boolean | undefined;
}

export interface RegisteredComponent extends Pick<Configured, "warnings"> {
  readonly component: Component;
}

/**
 * Checks the configuration against the flavor without needing what the flavor is made of.
 * Errors: `flavor_unknown`, `entity_exists`, `invalid_input`; all problems at once.
 */
export async function registerComponent(
  session: Pick<Session, "store" | "settings">,
  type: ComponentType,
  { name, flavor: flavorName, shared = false, ...given }: NewComponent,
): Promise<RegisteredComponent> {
  const { store } = session;
  const flavor = await lookUpFlavor(flavorPlace(session), type, flavorName);
  const taken = await isTaken(store, type, name);
  const problems = [...(given.problems ?? []), ...nameProblems(name)];
  const { configuration, warnings } = configure(
    flavor,
    { configuration: given.configuration, problems },
    name,
  );
  if (taken) throw nameTaken(type, name);
  const entity = { name, type, flavor: flavor.name, configuration, shared };
  const component = await store.components.create(entity);
  return { component, warnings };
}

function nameProblems(name: string): string[] {
  const parsed = z.safeParse(Name, name);
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

/** What others share does not take names away. */
export async function isTaken(
  { components, scope }: Pick<ZenStore, "components" | "scope">,
  type: ComponentType,
  name: string,
): Promise<boolean> {
  const filters = [
    { field: "type", operator: "eq", value: type },
    { field: "name", operator: "eq", value: name },
    { field: "user_id", operator: "eq", value: scope.user_id },
  ] as const;
  return (await components.list({ filters, limit: 1 })).items.length > 0;
}

function nameTaken(type: ComponentType, name: string): ZenError {
  return new ZenError(
    "entity_exists",
    `Unable to register stack component (type: ${type}) with name '${name}': ` +
      "Found existing stack component with this name.",
    { hint: `Choose another name, or: zenml ${kindWord(type)} update ${name} --KEY=VALUE` },
  );
}
