// Installs what is missing, and nothing when all is there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";
import { npm } from "./processes.mjs";

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [link]
 * @property {boolean} [optional]
 */

/** Makes node_modules what package-lock.json says. */
export async function installMissing() {
  const missing = missingPackages(ROOT);
  if (missing.length === 0) return;
  console.error(`installing packages (${missing.length} are missing or of another version) ...`);
  // No package needs its install script: what is native comes prebuilt.
  const { code } = await npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
  if (code !== 0) {
    throw new Error("`npm ci` failed: its output above says why. It needs the npm registry.");
  }
}

/**
 * Paths of packages that are locked and not installed as locked. Optional ones may be absent: most are
 * for other systems.
 * @param {string} root
 */
export function missingPackages(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const hidden = join(root, "node_modules/.package-lock.json");
  const installed = existsSync(hidden) ? readPackages(hidden) : {};
  return Object.entries(wanted)
    .filter(([path]) => path.startsWith("node_modules/"))
    .filter(([path, { version, link, optional }]) => {
      if (link === true) return !existsSync(join(root, path));
      if (installed[path] === undefined || !existsSync(join(root, path))) return optional !== true;
      return installed[path]?.version !== version;
    })
    .map(([path]) => path);
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
