import type { Position } from "./driver.js";

/** Where a row with this id stands, in a list that is sorted by a field with this value. */
export function positionAt(value: unknown, id: string): Position {
  return { value: typeof value === "number" ? value : String(value), id };
}
