// Where a page ended, as one opaque word. It carries the sort that it belongs to, because under another
// one it would point nowhere.
import { ZenError } from "./errors.js";
import type { Sort } from "./query.js";

export interface CursorPosition {
  readonly value: string | number;
  readonly id: string;
}

export function encodeCursor(sort: Sort, position: CursorPosition): string {
  const parts = [sort.field, sort.direction, position.value, position.id];
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Errors: `invalid_input` for what is no cursor, or one of a list sorted in another way. */
export function decodeCursor(cursor: string, sort: Sort): CursorPosition {
  const parts = read(cursor);
  if (!Array.isArray(parts) || parts.length !== 4) throw invalid("The cursor is not valid.");
  const [field, direction, value, id]: unknown[] = parts;
  const isPosition = typeof value === "string" || typeof value === "number";
  if (!isPosition || typeof id !== "string") throw invalid("The cursor is not valid.");
  if (field !== sort.field || direction !== sort.direction) {
    throw invalid("The cursor belongs to a list that is sorted in another way.");
  }
  return { value, id };
}

function read(cursor: string): unknown {
  try {
    const text = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function invalid(message: string): ZenError {
  return new ZenError("invalid_input", message, {
    hint: "Give the next_cursor of the page before, with the same sort, or none to begin anew.",
  });
}
