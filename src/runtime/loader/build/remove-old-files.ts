import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** A run that began long ago may still start worker threads, which load its bundle. */
const KEPT_MS = 14 * 24 * 60 * 60 * 1000;

/** Removes what earlier versions of a file left; what is in use is younger or was just written. */
export function removeOldFiles(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && now - stats.mtimeMs > KEPT_MS) rmSync(path, { force: true });
  }
}
