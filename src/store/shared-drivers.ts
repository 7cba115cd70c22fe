// Drivers that sessions of this process share: who reads what a run from code put out never closes it, so
// that a run in a loop would open a file, or take a database's connections, each time.
import type { StoreDriver } from "./driver.js";
import { openDriver } from "./drivers.js";
import type { DriverOptions } from "./drivers.js";

const OPEN = new Map<string, Promise<StoreDriver>>();

/**
 * The driver that was opened for the same options before, as long as what it was opened on is still there;
 * open until the process ends. Errors: those of `openDriver`.
 */
export async function sharedDriver(options: DriverOptions): Promise<StoreDriver> {
  const { type, url, cwd, createIfMissing, joinsOthers } = options;
  const key = JSON.stringify({ type, url, cwd, createIfMissing, joinsOthers });
  const opening = OPEN.get(key);
  if (opening !== undefined) {
    const known = await opening;
    if (known.isInPlace?.() !== false) return known;
    // Another one may have been quicker.
    if (OPEN.get(key) === opening) OPEN.delete(key);
    return sharedDriver(options);
  }
  const made = openDriver(options);
  OPEN.set(key, made);
  made.catch(() => OPEN.delete(key));
  return made;
}
