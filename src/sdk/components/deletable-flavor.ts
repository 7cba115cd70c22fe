import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import type { FlavorEntity } from "../../domain/entities/flavor.js";
import { ZenError } from "../../domain/errors.js";
import { flavorRow, flavorUnknown } from "../../stack/flavors.js";
import type { ZenStore } from "../../store/zen-store.js";
import { ownFlavor, ownFlavors } from "../flavors/look-up-flavor.js";

/** A flavor of a person's own that nothing needs. Errors: `flavor_unknown`, `forbidden`, `in_use`. */
export async function deletableFlavor(
  store: Pick<ZenStore, "flavors" | "components">,
  type: ComponentType,
  name: string,
): Promise<FlavorEntity> {
  const flavor = await ownFlavor({ store }, type, name);
  if (flavor === undefined) {
    const known = (await ownFlavors({ store }, type)).map((own) => own.name);
    throw flavorRow(type, name) === undefined ? flavorUnknown(type, name, known) : builtIn(name);
  }
  const filters = [
    { field: "type", operator: "eq", value: type },
    { field: "flavor", operator: "eq", value: name },
  ] as const;
  const { items } = await store.components.list({ filters, limit: MOST_NAMED });
  if (items.length === 0) return flavor;
  const named = items.map((component) => `'${component.name}'`).join(", ");
  throw new ZenError(
    "in_use",
    `The flavor '${name}' cannot be deleted: ${kindLabel(type)} ${named} of it is registered.`,
    { hint: "Delete its components first." },
  );
}

const MOST_NAMED = 5;

function builtIn(name: string): ZenError {
  return new ZenError("forbidden", `The flavor '${name}' is built in and cannot be deleted.`, {
    hint: "Only flavors that were registered can be deleted.",
  });
}
