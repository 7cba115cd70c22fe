// Values on their way to PostgreSQL and back. Its text has no zero character, so that one is written in
// two: the order of texts by code point stays what it is.
import pg from "pg";

const NUMBERS: readonly number[] = [pg.types.builtins.INT8, pg.types.builtins.FLOAT8];
const TEXT = pg.types.builtins.TEXT;

/** How a column's text becomes a value. */
export function typeParsers(oid: number): (text: string) => unknown {
  if (NUMBERS.includes(oid)) return Number;
  return oid === TEXT ? unescaped : (text) => text;
}

export function bindable(value: unknown): string | number | null {
  if (typeof value === "string") return escaped(value);
  if (value === null) return null;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  throw new TypeError(`PostgreSQL cannot be given the value '${String(value)}'`);
}

function escaped(text: string): string {
  if (!text.includes("\0") && !text.includes("\x01")) return text;
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\0\x01]/g, (one) => (one === "\0" ? "\x01\x01" : "\x01\x02"));
}

function unescaped(text: string): string {
  if (!text.includes("\x01")) return text;
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\x01([\x01\x02])/g, (_, one) => (one === "\x01" ? "\0" : "\x01"));
}
