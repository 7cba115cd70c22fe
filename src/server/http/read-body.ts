import { isUtf8 } from "node:buffer";
import { ZenError } from "../../domain/errors.js";
import type { Asked } from "./asked.js";

const MAX_DEPTH = 200;
const JSON_TYPE = /^application\/json\s*(;|$)/i;
const BYTE_ORDER_MARK = "\uFEFF";

/** The text of a body. Errors: `too_large`, `invalid_input`. */
export async function readBody(asked: Asked, limit: number): Promise<string> {
  if (!asked.hasBody) return "";
  const { headers } = asked;
  if (Number(headers.get("Content-Length") ?? 0) > limit) throw tooLarge(limit);
  const bytes = await asked.bytes(limit, () => tooLarge(limit));
  // What is not there has no type.
  if (bytes.byteLength === 0) return "";
  if (!JSON_TYPE.test(headers.get("Content-Type") ?? "")) throw noJson();
  return decode(bytes);
}

function noJson(): ZenError {
  return new ZenError("invalid_input", "The body has to be JSON.", {
    hint: "Send the header Content-Type: application/json.",
  });
}

/** Errors: `invalid_input`. */
export function parseBody(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ZenError("invalid_input", `The body is no JSON: ${why}.`, { cause });
  }
  // Each level takes two characters at least.
  if (text.length > MAX_DEPTH * 2 && isDeeper(value, MAX_DEPTH)) {
    throw new ZenError("invalid_input", `The body is nested more than ${MAX_DEPTH} times.`);
  }
  return value;
}

function decode(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new ZenError("invalid_input", "The body is no UTF-8.");
  const { buffer, byteOffset, byteLength } = bytes;
  const text = Buffer.from(buffer, byteOffset, byteLength).toString("utf8");
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

/** Level by level, since a call for each would be what it guards against. */
function isDeeper(value: unknown, limit: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    const below: unknown[] = [];
    for (const one of level) {
      if (typeof one !== "object" || one === null) continue;
      for (const inner of Object.values(one)) {
        if (typeof inner === "object" && inner !== null) below.push(inner);
      }
    }
    level = below;
  }
  return false;
}

function tooLarge(limit: number): ZenError {
  return new ZenError("too_large", `The body has more than ${limit} bytes.`, {
    hint: "Send less at once.",
    details: { limit },
  });
}
