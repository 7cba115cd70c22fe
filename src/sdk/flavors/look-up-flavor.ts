// A flavor by kind and name: a built-in one, else one that somebody registered in the store. No code of
// theirs runs before a component of the flavor is opened.
import * as z from "zod/mini";
import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import type { FlavorEntity } from "../../domain/entities/flavor.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { Flavor } from "../../stack/flavor.js";
import { findFlavor, flavorRow, flavorRows, flavorUnknown } from "../../stack/flavors.js";
import type { ComponentDescription } from "../../stack/open-component.js";
import type { FlavorModule } from "../../stack/own-flavor.js";
import type { FlavorPlace } from "./flavor-place.js";

export { flavorPlace } from "./flavor-place.js";
export type { FlavorPlace } from "./flavor-place.js";

/** Errors: `flavor_unknown`, with the nearest name or all of the kind. */
export async function lookUpFlavor(
  place: FlavorPlace,
  type: ComponentType,
  name: string,
): Promise<Flavor> {
  if (flavorRow(type, name) !== undefined) return findFlavor(type, name);
  const entity = await ownFlavor(place, type, name);
  if (entity !== undefined) return describedFlavor(entity, place);
  const own = await ownFlavors(place, type);
  const known = [...flavorRows(type), ...own].map((flavor) => flavor.name);
  throw flavorUnknown(type, name, known);
}

/** The flavor that somebody registered under this name; undefined when there is none. */
export async function ownFlavor(
  { store }: Pick<FlavorPlace, "store">,
  type: ComponentType,
  name: string,
): Promise<FlavorEntity | undefined> {
  const { items } = await store.flavors.listWhole({
    filters: [
      { field: "type", operator: "eq", value: type },
      { field: "name", operator: "eq", value: name },
    ],
  });
  return items[0];
}

/** Those that were registered, by name; of one kind or of all. */
export async function ownFlavors(
  { store }: Pick<FlavorPlace, "store">,
  type: ComponentType | undefined,
): Promise<Omit<FlavorEntity, "config_schema">[]> {
  const found: Omit<FlavorEntity, "config_schema">[] = [];
  const filters =
    type === undefined ? [] : [{ field: "type", operator: "eq", value: type } as const];
  const sort = { field: "name", direction: "asc" } as const;
  for await (const flavor of store.flavors.all({ filters, sort })) found.push(flavor);
  return found;
}

/** What the stored schema says of a flavor beside its fields. */
const Marks = z.object({
  description: z._default(z.string(), ""),
  "x-zenml": z._default(z.object({ local: z.boolean(), remote: z.boolean() }), {
    local: false,
    remote: false,
  }),
});

/** The flavor as the store knows it; `load` runs its code. */
function describedFlavor(entity: FlavorEntity, place: FlavorPlace): Flavor {
  const { name, type, config_schema } = entity;
  const marks = Marks.safeParse(config_schema).data;
  const { local = false, remote = false } = marks?.["x-zenml"] ?? {};
  return {
    ...{ name, type, local, remote },
    description: marks?.description ?? "",
    config: { jsonSchema: config_schema },
    load: async (config, context) => {
      const { loadFlavor } = await import("./load-flavor.js");
      return (await loadFlavor(entity.source, place.root)).flavor.load(config, context);
    },
  };
}

/**
 * A component ready to be opened, in any thread: with the place of its code where the flavor is a person's
 * own. Errors: `stack_invalid` when the code is not to be found here, `pipeline_file_invalid`.
 */
export async function withModule(
  component: ComponentDescription,
  type: ComponentType,
  place: FlavorPlace,
): Promise<ComponentDescription> {
  if (flavorRow(type, component.flavor) !== undefined) return component;
  const entity = await ownFlavor(place, type, component.flavor);
  return entity === undefined ? component : { ...component, module: await moduleOf(entity, place) };
}

async function moduleOf(
  { type, name, source }: FlavorEntity,
  { root }: FlavorPlace,
): Promise<FlavorModule> {
  const { flavorModule } = await import("./load-flavor.js");
  try {
    return await flavorModule(source, root);
  } catch (error) {
    if (!isZenError(error, "not_found")) throw error;
    throw new ZenError(
      "stack_invalid",
      `The ${kindLabel(type)} flavor '${name}' comes from '${source}', which is not to be found here.`,
      { hint: error.hint, cause: error },
    );
  }
}
