// Which flavors there are: built-in ones first, then a person's own. Loads no description and no code.
import type { ComponentType } from "../../domain/entities/component.js";
import { COMPONENT_TYPES } from "../../domain/component-types.js";
import { flavorRows } from "../../stack/flavors.js";
import { isInstalled } from "../integrations/installed.js";
import { isSourceThere } from "./flavor-source.js";
import { ownFlavors } from "./look-up-flavor.js";
import type { FlavorPlace } from "./look-up-flavor.js";

export interface FlavorListing {
  readonly type: ComponentType;
  readonly name: string;
  /** `built-in`, the name of an integration, or null for a person's own. */
  readonly integration: string | null;
  /** Whether components of it can be used, not only registered. */
  readonly implemented: boolean;
  /** Whether everything is there that using it takes. */
  readonly ready: boolean;
  /** The file or package of a person's own; null for the others. */
  readonly source: string | null;
}

export async function listFlavors(
  place: FlavorPlace,
  type?: ComponentType,
): Promise<FlavorListing[]> {
  const types = type === undefined ? COMPONENT_TYPES : [type];
  const own = await ownFlavors(place, type);
  return types.flatMap((kind) => [
    ...flavorRows(kind).map(({ name, integration, implemented = false }): FlavorListing => ({
      type: kind,
      name,
      integration: integration ?? "built-in",
      implemented,
      ready: implemented && (integration === null || isInstalled(integration, place.root)),
      source: null,
    })),
    ...own
      .filter((flavor) => flavor.type === kind)
      .map(({ name, source }): FlavorListing => ({
        type: kind,
        name,
        integration: null,
        implemented: true,
        ready: isSourceThere(source, place.root),
        source,
      })),
  ]);
}
