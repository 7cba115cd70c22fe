import { isZenError } from "../../domain/errors.js";
import type { Entities, ResourceName } from "../../domain/resources.js";
import type { CreateInput, EntityStore } from "../../store/zen-store.js";
import { uuidOf } from "../../util/uuid-of.js";

/**
 * Makes an entity whose id follows from who asks, the key of his request and what is in it: sent once more,
 * also to another server or one that was started anew, it finds what it made. Who names an id himself has
 * the same by that.
 */
export async function createOnce<Name extends ResourceName>(
  entities: EntityStore<Name>,
  input: CreateInput<Name>,
  request: readonly string[],
): Promise<Entities[Name]> {
  if ("id" in input) return entities.create(input);
  const id = uuidOf([...request, JSON.stringify(input)]);
  try {
    return await entities.create({ ...input, id });
  } catch (error) {
    if (!isZenError(error, "entity_exists")) throw error;
    const made = await entities.find(id);
    // Else it is its name that something else has.
    if (made === undefined) throw error;
    return made;
  }
}
