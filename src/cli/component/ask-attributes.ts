// Asks for what registering a component needs, one field of its flavor after the other.
import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { listFlavors } from "../../sdk/flavors/list-flavors.js";
import { flavorPlace } from "../../sdk/flavors/look-up-flavor.js";
import type { Flavor } from "../../stack/flavor.js";
import { fieldsOf } from "../../stack/schema/config-fields.js";
import type { ConfigField } from "../../stack/schema/config-fields.js";
import type { Attribute } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import type { Prompt } from "../framework/prompt.js";

export async function askFlavor(
  type: ComponentType,
  prompt: Prompt,
  context: Context,
): Promise<string> {
  const place = flavorPlace(await context.openSession(), context.io.cwd);
  const names = (await listFlavors(place, type)).map(({ name }) => name);
  return (await prompt.ask(`Flavor of the ${kindLabel(type)} (${names.join(", ")})`)).trim();
}

/** The required ones first; an empty answer leaves a field out. */
export async function askAttributes(
  flavor: Flavor,
  given: readonly Attribute[],
  prompt: Prompt,
): Promise<Attribute[]> {
  const fields = fieldsOf(flavor).filter(({ name }) => !isGiven(given, name));
  const ordered = fields.toSorted((one, other) => Number(other.required) - Number(one.required));
  const answers: Attribute[] = [];
  for (const field of ordered) {
    const value = await prompt.ask(question(field), { hidden: field.secret });
    if (value !== "") answers.push({ key: field.name, value });
  }
  return answers;
}

function isGiven(given: readonly Attribute[], name: string): boolean {
  return given.some(({ key }) => key === name || key.replaceAll("-", "_") === name);
}

function question({ name, type, description, required, default: byDefault }: ConfigField): string {
  const shown = byDefault === undefined || byDefault === "" ? "none" : JSON.stringify(byDefault);
  const what = description === "" ? "" : `: ${description}`;
  return `${name} (${type}; ${required ? "required" : `empty: ${shown}`})${what}`;
}
