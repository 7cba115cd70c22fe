import type { Component } from "../../domain/entities/component.js";
import { provision } from "../../stack/provision.js";
import type { ProvisionAction, Provisioned } from "../../stack/provision.js";
import { flavorPlace, lookUpFlavor } from "../flavors/look-up-flavor.js";
import { componentFolder } from "../running/component-folder.js";
import type { Session } from "../session.js";

export interface ProvisionedComponent extends Provisioned {
  /** False where the flavor is only described. */
  readonly implemented: boolean;
}

/** Starts or stops what one component needs on this machine. Errors: `flavor_unknown`. */
export async function provisionComponent(
  session: Pick<Session, "store" | "settings" | "localFolder">,
  component: Component,
  action: ProvisionAction,
): Promise<ProvisionedComponent> {
  const place = flavorPlace(session);
  const flavor = await lookUpFlavor(place, component.type, component.flavor);
  const [done] = await provision([component], action, {
    localFolder: (id) => componentFolder(session.localFolder, id),
    findFlavor: async () => flavor,
  });
  const { type, name } = component;
  const nothing = { type, name, flavor: component.flavor, done: [] };
  return { ...(done ?? nothing), implemented: flavor.load !== undefined };
}
