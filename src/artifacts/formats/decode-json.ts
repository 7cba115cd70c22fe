// JSON text back to values. Nothing in the text chooses code to run: the tags are a closed table.
import { ZenError } from "../../domain/errors.js";
import { isTagLike, mayHaveTags, TAG, unescapeKey } from "./json-tags.js";
import {
  ARRAY_TYPES,
  arrayOver,
  isArrayTypeName,
  NATIVE_ORDER,
  type NumericArray,
  swapBytes,
} from "./numeric-arrays.js";

/** Throws `artifact_unreadable`. */
export function decodeJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return mayHaveTags(text) ? revive(parsed) : parsed;
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new ZenError("artifact_unreadable", `the JSON is damaged: ${error.message}`, {
        cause: error,
      });
    }
    if (error instanceof RangeError) throw unreadable("the JSON is nested too deeply");
    throw error;
  }
}

/** Changes what was parsed in place: nobody else holds it. */
function revive(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return reviveItems(value);
  if (Object.hasOwn(value, TAG)) return reviveTag(value);
  const record = value as Record<string, unknown>;
  const keys = Object.keys(record);
  // Each key is an own property, so that setting `__proto__` sets it and nothing else.
  for (const key of keys) record[key] = revive(record[key]);
  if (!keys.some(isTagLike)) return record;
  return Object.fromEntries(keys.map((key) => [unescapeKey(key), record[key]]));
}

function reviveItems(items: unknown[]): unknown[] {
  for (let index = 0; index < items.length; index += 1) items[index] = revive(items[index]);
  return items;
}

function reviveTag(tagged: object): unknown {
  const { [TAG]: type, value } = tagged as { readonly [TAG]: unknown; readonly value?: unknown };
  if (isArrayTypeName(type) && typeof value === "string") {
    return reviveTypedArray(type, value);
  }
  const read = typeof type === "string" && Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  const revived = read?.(value);
  if (revived === undefined) {
    const shown = JSON.stringify(tagged).slice(0, 80);
    throw unreadable(`the JSON holds a value that this version does not know: ${shown}`);
  }
  return revived;
}

/** Each gives undefined for a value that its tag does not allow. */
const READERS: Readonly<Record<string, (value: unknown) => unknown>> = {
  date: (value) => {
    if (value === null) return new Date(Number.NaN);
    const date = typeof value === "string" ? new Date(value) : undefined;
    return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
  },
  bigint: (value) =>
    typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : undefined,
  number: (value) =>
    typeof value === "string" && /^(?:NaN|-?Infinity|-0)$/.test(value) ? Number(value) : undefined,
  set: (value) => (Array.isArray(value) ? new Set(reviveItems(value)) : undefined),
  map: (value) => {
    if (!Array.isArray(value)) return undefined;
    const entries = value.map(reviveEntry);
    return entries.includes(undefined) ? undefined : new Map(entries.filter(isEntry));
  },
};

type Entry = readonly [unknown, unknown];

function reviveEntry(entry: unknown): Entry | undefined {
  if (!Array.isArray(entry) || entry.length !== 2) return undefined;
  return [revive(entry[0]), revive(entry[1])];
}

function isEntry(entry: Entry | undefined): entry is Entry {
  return entry !== undefined;
}

function reviveTypedArray(type: keyof typeof ARRAY_TYPES, text: string): NumericArray {
  // A copy of its own memory: small buffers otherwise share a pool with everything else.
  const bytes = new Uint8Array(Buffer.from(text, "base64"));
  const itemSize = ARRAY_TYPES[type].make.BYTES_PER_ELEMENT;
  if (bytes.length % itemSize !== 0) throw unreadable(`the JSON holds a cut-off ${type}`);
  return arrayOver(type, NATIVE_ORDER === "<" ? bytes : swapBytes(bytes, itemSize));
}

function unreadable(message: string): ZenError {
  return new ZenError("artifact_unreadable", message);
}
