import { fieldKinds } from "./field-kind.js";
import { RESOURCES, TABLE_NAMES } from "./resources.js";

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** The same in two programs whose entities have the same fields. Not for secrets: a short checksum. */
export function schemaVersion(): string {
  const described = TABLE_NAMES.map((name) => [name, [...fieldKinds(RESOURCES[name])]]);
  let hash = OFFSET;
  for (const letter of JSON.stringify(described)) {
    hash = Math.imul(hash ^ letter.charCodeAt(0), PRIME) >>> 0;
  }
  return hash.toString(16).padStart(8, "0");
}
