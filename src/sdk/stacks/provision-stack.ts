import type { Stack } from "../../domain/entities/stack.js";
import { provision } from "../../stack/provision.js";
import type { ProvisionAction, Provisioned } from "../../stack/provision.js";
import { flavorPlace, lookUpFlavor } from "../flavors/look-up-flavor.js";
import { componentFolder } from "../running/component-folder.js";
import type { Session } from "../session.js";
import { readComponents } from "./read-components.js";

/** Starts or stops what a stack's components need on this machine. Errors: `not_found`, their own. */
export async function provisionStack(
  session: Pick<Session, "store" | "settings" | "localFolder">,
  stack: Stack,
  action: ProvisionAction,
): Promise<readonly Provisioned[]> {
  const place = flavorPlace(session);
  const started = action.verb === "up" ? "started" : "stopped";
  const subject = `The stack '${stack.name}' cannot be ${started}`;
  return provision(await readComponents(session.store, stack, subject), action, {
    localFolder: (id) => componentFolder(session.localFolder, id),
    findFlavor: (type, name) => lookUpFlavor(place, type, name),
  });
}
