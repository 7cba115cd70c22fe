// From the resource table to the bundle of entity stores that a store is, and back.
import { RESOURCES, RESOURCE_NAMES } from "../domain/resources.js";
import type { ResourceName } from "../domain/resources.js";
import type { EntityStore, EntityStores } from "./zen-store.js";

/** One entity store for each resource of the table. */
export function makeEntityStores(
  make: <Name extends ResourceName>(resource: Name) => EntityStore<Name>,
): EntityStores {
  const stores: Record<string, unknown> = {};
  for (const name of RESOURCE_NAMES) stores[RESOURCES[name].plural] = make(name);
  // The table's plurals are the keys of the type, which the compiler cannot see through a list.
  return stores as unknown as EntityStores;
}

export function entitiesOf<Name extends ResourceName>(
  stores: Partial<EntityStores>,
  resource: Name,
): EntityStore<Name> {
  const plural = RESOURCES[resource].plural as keyof EntityStores;
  const entities = stores[plural];
  if (entities === undefined) throw new Error(`these stores have no ${plural}`);
  // As above: which entity store it is follows from the resource.
  return entities as unknown as EntityStore<Name>;
}
