import { sha256 } from "./content-hash.js";

/** A UUID that follows from these parts: of the kind that says nothing but itself. */
export function uuidOf(parts: readonly string[]): string {
  const hash = sha256(JSON.stringify(parts));
  const third = `8${hash.slice(13, 16)}`;
  const fourth = `8${hash.slice(17, 20)}`;
  return [hash.slice(0, 8), hash.slice(8, 12), third, fourth, hash.slice(20, 32)].join("-");
}
