// Components as they may be shown: no secret in any format. References are shown, their values never.
import type { Component } from "../../domain/entities/component.js";
import type { Json, JsonRecord } from "../../domain/entities/fields.js";
import { isZenError } from "../../domain/errors.js";
import { fieldsOf } from "../../stack/schema/config-fields.js";
import { isReference } from "../../stack/schema/secret-reference.js";
import { lookUpFlavor } from "../flavors/look-up-flavor.js";
import type { FlavorPlace } from "../flavors/look-up-flavor.js";

/** What stands for a value that is not shown. */
export const HIDDEN = "********";

/** Shows components one after the other; each flavor is looked up once. */
export class ShownComponents {
  readonly #place: FlavorPlace;
  readonly #shown = new Map<string, Promise<(attribute: string) => boolean>>();

  constructor(place: FlavorPlace) {
    this.#place = place;
  }

  async show(component: Component): Promise<Component> {
    const isSecret = await this.#secretsOf(component);
    const entries = Object.entries(component.configuration).map(([attribute, value]) => [
      attribute,
      isSecret(attribute) && isText(value) && !isReference(value) ? HIDDEN : value,
    ]);
    const configuration: JsonRecord = Object.fromEntries(entries);
    return { ...component, configuration };
  }

  #secretsOf({ type, flavor }: Component): Promise<(attribute: string) => boolean> {
    const key = `${type} ${flavor}`;
    const found = this.#shown.get(key) ?? this.#lookUp(type, flavor);
    this.#shown.set(key, found);
    return found;
  }

  /** Of a flavor that nobody knows any more, everything may be a secret. */
  async #lookUp(type: Component["type"], name: string): Promise<(attribute: string) => boolean> {
    try {
      const fields = fieldsOf(await lookUpFlavor(this.#place, type, name));
      return (attribute) => fields.find((field) => field.name === attribute)?.secret ?? true;
    } catch (error) {
      if (!isZenError(error, "flavor_unknown")) throw error;
      return () => true;
    }
  }
}

function isText(value: Json): boolean {
  return value !== null && value !== "";
}
