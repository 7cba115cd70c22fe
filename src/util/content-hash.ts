import { hash } from "node:crypto";

/** The JSON of a value with all keys in order, so that equal values have one text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner);
    return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}

/** Hexadecimal, of the text in UTF-8. */
export function sha256(text: string): string {
  return hash("sha256", text);
}
