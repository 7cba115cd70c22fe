// An entity store that others add verbs to: it does what the one below does.
import type { Entities, ResourceName } from "../domain/resources.js";
import type { EntityStore, UpdateOptions } from "../store/zen-store.js";
import { EntityReader } from "./entity-reader.js";

export abstract class EntityDelegate<Name extends ResourceName> extends EntityReader<Name> {
  readonly #store: EntityStore<Name>;

  constructor(store: EntityStore<Name>) {
    super(store);
    this.#store = store;
  }

  /** Errors: `not_found`, `entity_exists`, `invalid_input`, `conflict`. */
  update(
    id: string,
    set: Partial<Entities[Name]>,
    options?: UpdateOptions<Name>,
  ): Promise<Entities[Name]> {
    return this.#store.update(id, set, options);
  }
}
