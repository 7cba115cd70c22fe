// Tells whether something has to be made again, by the content of what it is made from.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isTestFile } from "./layers.mjs";

/**
 * One hash of all files named, folders with everything in them but tests.
 * @param {string} root
 * @param {readonly string[]} inputs
 */
export function fingerprint(root, inputs) {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap((input) => filesOf(root, input))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/**
 * @param {string} root
 * @param {string} input
 * @returns {string[]}
 */
function filesOf(root, input) {
  const path = join(root, input);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [input];
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) => {
      if (entry.isDirectory()) return filesOf(root, join(input, entry.name));
      return isTestFile(entry.name) ? [] : [join(input, entry.name)];
    })
    .sort();
}

/**
 * @typedef {object} Stamp
 * @property {string} fingerprint
 * @property {readonly string[]} outputs files that must still be there
 */

/**
 * @param {string} root
 * @param {string} file
 * @param {string} current
 */
export function isFresh(root, file, current) {
  if (!existsSync(file)) return false;
  /** @type {Stamp} */
  const stamp = JSON.parse(readFileSync(file, "utf8"));
  return (
    stamp.fingerprint === current && stamp.outputs.every((path) => existsSync(join(root, path)))
  );
}

/**
 * @param {string} file
 * @param {Stamp} stamp
 */
export function writeStamp(file, stamp) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(stamp));
}
