import type { Stack } from "../../domain/entities/stack.js";
import { checkStack } from "../../stack/check-stack.js";
import type { CheckedStack } from "../../stack/check-stack.js";
import { flavorPlace, lookUpFlavor } from "../flavors/look-up-flavor.js";
import type { Session } from "../session.js";

/** What keeps pipelines from running on a stack of this store. */
export function checkRegisteredStack(
  session: Pick<Session, "store" | "settings">,
  stack: Stack,
): Promise<CheckedStack> {
  const place = flavorPlace(session);
  return checkStack(stack, {
    findComponent: (id) => session.store.components.find(id),
    findFlavor: (type, name) => lookUpFlavor(place, type, name),
  });
}
