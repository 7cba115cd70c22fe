import { randomUUID } from "node:crypto";
import type { ComponentContext } from "../stack/flavor.js";

/** What a flavor's `load` is given beside the configuration. */
export function componentContext(
  localFolder: string,
  given: Partial<ComponentContext> = {},
): ComponentContext {
  return { id: randomUUID(), name: "under-test", localFolder, ...given };
}
