import type { ComponentType } from "../../domain/entities/component.js";
import { placeOf } from "../../stack/flavor.js";
import { fieldsOf } from "../../stack/schema/config-fields.js";
import { listFlavors } from "./list-flavors.js";
import type { FlavorListing } from "./list-flavors.js";
import { lookUpFlavor } from "./look-up-flavor.js";
import type { FlavorPlace } from "./look-up-flavor.js";

/** What a component of a flavor may be configured with. */
export interface FlavorField {
  readonly name: string;
  /** `text`, `a whole number`, `one of a, b`, … */
  readonly type: string;
  readonly required: boolean;
  /** Null: none. */
  readonly default: unknown;
  readonly secret: boolean;
  readonly description: string;
}

export interface FlavorDescription extends FlavorListing {
  readonly description: string;
  readonly local: boolean;
  readonly remote: boolean;
  readonly fields: readonly FlavorField[];
}

/** Errors: `flavor_unknown`. */
export async function describeFlavor(
  place: FlavorPlace,
  type: ComponentType,
  name: string,
): Promise<FlavorDescription> {
  const flavor = await lookUpFlavor(place, type, name);
  const listed = (await listFlavors(place, type)).find((row) => row.name === flavor.name);
  return {
    ...{
      type,
      name: flavor.name,
      integration: null,
      implemented: true,
      ready: false,
      source: null,
    },
    ...listed,
    description: flavor.description,
    ...placeOf(flavor),
    fields: fieldsOf(flavor).map(({ schema: _schema, default: value, ...field }) => ({
      ...field,
      default: value ?? null,
    })),
  };
}
