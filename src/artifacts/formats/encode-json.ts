// Values to JSON text. Parts that need no tag are handed to `JSON.stringify` as they are, not copied.
import { ZenError } from "../../domain/errors.js";
import { typeInWords, typeName } from "../type-name.js";
import { jsonKindOf } from "./json-kind.js";
import { jsonPath, type PathPart } from "./json-path.js";
import { escapeKey, isTagLike, MAX_DEPTH, TAG } from "./json-tags.js";
import {
  ARRAY_TYPES,
  arrayTypeOf,
  bytesUnder,
  NATIVE_ORDER,
  type NumericArray,
  swapBytes,
} from "./numeric-arrays.js";

interface Problem {
  readonly path: string;
  readonly problem: string;
  readonly type: string;
}

interface State {
  readonly path: PathPart[];
  readonly ancestors: object[];
  readonly problems: Problem[];
}

const MAX_PROBLEMS_SHOWN = 10;
const LONG = 10_000;

/** Throws one `materializer_missing` that lists every place that cannot be written. */
export function encodeJson(value: unknown): string {
  const state: State = { path: [], ancestors: [], problems: [] };
  const encoded = encode(value, state);
  if (state.problems.length > 0) throw refusal(state.problems);
  try {
    return JSON.stringify(encoded);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ZenError("materializer_missing", "the value is too large for one JSON text", {
      hint: "Return numbers as typed arrays, rows as an Arrow table, or write a file and return file(path).",
      cause: error,
    });
  }
}

function encode(value: unknown, state: State): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return isWordless(value) ? tag("number", Object.is(value, -0) ? "-0" : String(value)) : value;
    case "bigint":
      return tag("bigint", String(value));
    case "object":
      return value === null ? null : encodeObject(value, state);
    default:
      return refuse(value, `is ${typeInWords(value)}`, state);
  }
}

function isWordless(value: number): boolean {
  return !Number.isFinite(value) || Object.is(value, -0);
}

/** Most of what large values consist of: no path to keep, nothing to change. */
function isPlain(value: unknown): boolean {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  return typeof value === "number" && !isWordless(value);
}

function encodeObject(value: object, state: State): unknown {
  if (state.ancestors.includes(value)) return refuse(value, "contains itself", state);
  if (state.ancestors.length >= MAX_DEPTH) {
    return refuse(value, `lies deeper than ${MAX_DEPTH} levels`, state);
  }
  state.ancestors.push(value);
  const encoded = encodeContent(value, state);
  state.ancestors.pop();
  return encoded;
}

function encodeContent(value: object, state: State): unknown {
  switch (jsonKindOf(value)) {
    case "array":
      return encodeArray(value as readonly unknown[], state);
    case "object":
      return encodeRecord(value as Readonly<Record<string, unknown>>, state);
    case "date":
      return tag("date", dateText(value as Date));
    case "map":
      return tag("map", encodeMap(value as ReadonlyMap<unknown, unknown>, state));
    case "set":
      return tag("set", encodeSet(value as ReadonlySet<unknown>, state));
    case "typed_array":
      return encodeTypedArray(value as NumericArray);
    case undefined:
      return refuse(value, classProblem(value), state);
  }
}

function encodeArray(array: readonly unknown[], state: State): unknown {
  let copy: unknown[] | undefined;
  for (let index = 0; index < array.length; index += 1) {
    const item = array[index];
    if (isPlain(item)) continue;
    const encoded = encodeAt(item, { in: "array", index }, state);
    if (encoded === item) continue;
    copy ??= [...array];
    copy[index] = encoded;
  }
  const extra = extraKeys(array);
  if (extra.length > 0) {
    refuse(array, `is an array with properties of its own (${extra.join(", ")})`, state);
  }
  return copy ?? array;
}

/**
 * What JSON would drop silently, e.g. the `columns` that parsers of CSV hang on their rows. Long arrays
 * of numbers are not looked at: listing their keys costs more than writing them.
 */
function extraKeys(array: readonly unknown[]): string[] {
  if (array.length > LONG && isPlain(array[0])) return [];
  const keys = Object.keys(array);
  return keys.slice(array.length, array.length + 3);
}

function encodeRecord(record: Readonly<Record<string, unknown>>, state: State): unknown {
  if (Object.getOwnPropertySymbols(record).length > 0) {
    refuse(record, "is an object with symbols as keys", state);
  }
  const keys = Object.keys(record);
  let replaced: Map<string, unknown> | undefined;
  let isEscaped = false;
  for (const key of keys) {
    isEscaped ||= isTagLike(key);
    const item = record[key];
    if (isPlain(item)) continue;
    const encoded = encodeAt(item, { in: "object", key }, state);
    if (encoded === item) continue;
    replaced ??= new Map();
    replaced.set(key, encoded);
  }
  if (!isEscaped && replaced === undefined) return record;
  // fromEntries defines properties, so that a key `__proto__` stays a key.
  return Object.fromEntries(
    keys.map((key) => [
      escapeKey(key),
      replaced?.has(key) === true ? replaced.get(key) : record[key],
    ]),
  );
}

function encodeMap(map: ReadonlyMap<unknown, unknown>, state: State): unknown[] {
  return Array.from(map, ([key, item], index) => [
    encodeAt(key, { in: "map_key", index }, state),
    encodeAt(item, { in: "map", key }, state),
  ]);
}

function encodeSet(set: ReadonlySet<unknown>, state: State): unknown[] {
  return Array.from(set, (item, index) => encodeAt(item, { in: "set", index }, state));
}

function encodeAt(value: unknown, part: PathPart, state: State): unknown {
  state.path.push(part);
  const encoded = encode(value, state);
  state.path.pop();
  return encoded;
}

function encodeTypedArray(array: NumericArray): unknown {
  const type = arrayTypeOf(array) ?? "Uint8Array";
  const bytes = bytesUnder(array);
  const itemSize = ARRAY_TYPES[type].make.BYTES_PER_ELEMENT;
  const ordered = NATIVE_ORDER === "<" ? bytes : swapBytes(bytes, itemSize);
  return tag(
    type,
    Buffer.from(ordered.buffer, ordered.byteOffset, ordered.byteLength).toString("base64"),
  );
}

function tag(type: string, value: unknown): unknown {
  return { [TAG]: type, value };
}

/** Null stands for an invalid date, which has no text. */
function dateText(date: Date): string | null {
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function classProblem(value: object): string {
  if (typeName(value) === "Promise") return "is a Promise that was not awaited";
  return `is ${typeInWords(value)}`;
}

function refuse(value: unknown, problem: string, state: State): null {
  state.problems.push({ path: jsonPath(state.path), problem, type: typeName(value) });
  return null;
}

function refusal(problems: readonly Problem[]): ZenError {
  const shown = problems
    .slice(0, MAX_PROBLEMS_SHOWN)
    .map(({ path, problem }) => `${path} ${problem}`);
  const more = problems.length - shown.length;
  const list = more > 0 ? [...shown, `and ${more} more`] : shown;
  return new ZenError("materializer_missing", `JSON cannot hold it: ${list.join("; ")}`, {
    hint: "Return plain data (null for what is absent, no class instances), or write a materializer: docs/guide/materializers.md.",
    details: { problems },
  });
}
