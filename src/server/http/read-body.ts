import { ZenError } from "../../domain/errors.js";

const MAX_DEPTH = 200;

/** The text of a body. Errors: `too_large`, `invalid_input`. */
export async function readBody(request: Request, limit: number): Promise<string> {
  const isJson = /^application\/json\s*(;|$)/i.test(request.headers.get("Content-Type") ?? "");
  if (Number(request.headers.get("Content-Length") ?? 0) > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request)) {
    // A listener gives a request without a body an empty one: what is not there has no type.
    if (!isJson && chunk.byteLength > 0) throw noJson();
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return decode(chunks);
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
  if (isDeeper(value, MAX_DEPTH)) {
    throw new ZenError("invalid_input", `The body is nested more than ${MAX_DEPTH} times.`);
  }
  return value;
}

async function* chunksOf(request: Request): AsyncIterable<Uint8Array> {
  if (request.body === null) return;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // What is not read is not waited for.
    await reader.cancel().catch(() => undefined);
  }
}

function decode(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    const parts = chunks.map((chunk) => decoder.decode(chunk, { stream: true }));
    return parts.join("") + decoder.decode();
  } catch (cause) {
    throw new ZenError("invalid_input", "The body is no UTF-8.", { cause });
  }
}

/** Level by level, since a call for each would be what it guards against. */
function isDeeper(value: unknown, limit: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((one) =>
      typeof one === "object" && one !== null ? Object.values(one) : [],
    );
  }
  return false;
}

function tooLarge(limit: number): ZenError {
  return new ZenError("too_large", `The body has more than ${limit} bytes.`, {
    hint: "Send less at once.",
    details: { limit },
  });
}
