import { kindLabel, kindWord } from "../../domain/component-types.js";
import type { Component } from "../../domain/entities/component.js";
import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";
import { flavorPlace, lookUpFlavor } from "../flavors/look-up-flavor.js";
import type { Session } from "../session.js";
import { changeComponent } from "./change-component.js";
import { configure } from "./configure.js";
import type { GivenConfiguration } from "./configure.js";
import type { RegisteredComponent } from "./register-component.js";

/** What no attribute can be called, and how it is changed instead. */
const FIXED: Readonly<Record<string, string>> = {
  name: "zenml KIND rename NAME NEW_NAME",
  uuid: "it stays as long as the component lives",
  id: "it stays as long as the component lives",
  type: "register another component",
  flavor: "register another component",
};

/** Attributes that are not given stay as they are. Errors: `invalid_input` with all problems. */
export async function updateComponent(
  session: Pick<Session, "store" | "settings">,
  component: Component,
  given: GivenConfiguration,
): Promise<RegisteredComponent> {
  const flavor = await lookUpFlavor(flavorPlace(session), component.type, component.flavor);
  let warnings: readonly string[] = [];
  const updated = await changeComponent(session.store, component, (now) => {
    const configuration = { ...now.configuration, ...given.configuration };
    const configured = configure(flavor, { ...given, configuration }, now.name);
    warnings = configured.warnings;
    return { configuration: configured.configuration };
  });
  return { component: updated, warnings };
}

/** Errors: `invalid_input` for attributes that are not set, and for those that the flavor needs. */
export async function removeAttributes(
  session: Pick<Session, "store" | "settings">,
  component: Component,
  attributes: readonly string[],
): Promise<Component> {
  const flavor = await lookUpFlavor(flavorPlace(session), component.type, component.flavor);
  return changeComponent(session.store, component, (now) => {
    const found = attributes.map((attribute) => findAttribute(now, attribute));
    const problems = found.flatMap(({ problem }) => problem ?? []);
    const removed = found.map(({ name }) => name);
    const kept = Object.entries(now.configuration).filter(([name]) => !removed.includes(name));
    const configuration = Object.fromEntries(kept);
    return {
      configuration: configure(flavor, { configuration, problems }, now.name).configuration,
    };
  });
}

interface FoundAttribute {
  readonly name: string;
  readonly problem?: string;
}

function findAttribute({ configuration }: Component, attribute: string): FoundAttribute {
  const known = Object.keys(configuration);
  const name = [attribute, attribute.replaceAll("-", "_")].find((one) => known.includes(one));
  if (name !== undefined) return { name };
  const close = nearest(attribute, known);
  const listed = known.map((one) => `'${one}'`).join(", ") || "none";
  const meant = close === undefined ? `set are: ${listed}` : `did you mean '${close}'?`;
  return { name: attribute, problem: `'${attribute}' is not set; ${meant}` };
}

/** Errors: `invalid_input` for what is part of every component and no attribute. */
export function assertAttributes(component: Component, names: readonly string[]): void {
  const fixed = names.filter((name) => Object.hasOwn(FIXED, name));
  const [first] = fixed;
  if (first === undefined) return;
  const { type, name } = component;
  const which = fixed.map((one) => `'${one}'`).join(", ");
  throw new ZenError(
    "invalid_input",
    `Cannot update mandatory property ${which} of '${name}' ${kindLabel(type)}.`,
    { hint: (FIXED[first] ?? "").replace("KIND", kindWord(type)).replace("NAME", () => name) },
  );
}
