// Has the declaration files of the package made, by a process of its own beside the one that bundles. What
// makes them is not loaded here: whoever installs packages first has this file loaded before they are there.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./paths.mjs";

/**
 * Emits without checking: `npm run types` is what checks.
 * @param {string} folder
 */
export async function emitDeclarations(folder) {
  const script = join(ROOT, "scripts/roll-declarations.mjs");
  try {
    await promisify(execFile)(process.execPath, [script, folder], { cwd: ROOT });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? error.stderr : error;
    throw new Error(`the types could not be written:\n${String(said)}`, { cause: error });
  }
}
