import { join } from "node:path";

/** The folder of this machine that a component keeps files in: not stored, since each machine has its own. */
export function componentFolder(localFolder: string, componentId: string): string {
  return join(localFolder, "local_stores", componentId);
}
