import { REQUEST_ID_HEADER } from "../../domain/api.js";
import type { Answer } from "../routes/route.js";
import type { HeaderReader } from "./asked.js";
import type { WireAnswer } from "./recent-answers.js";

const GUARDING = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};
/** Names and values in turn, as Node takes them without looking them up again. */
const HEADERS: readonly string[] = Object.entries(GUARDING).flat();
const SECURE = [...HEADERS, "Strict-Transport-Security", "max-age=31536000"];

export const JSON_TYPE = "application/json; charset=utf-8";

export function toWire({ status, body, content, headers }: Answer): WireAnswer {
  if (content !== undefined) return { status, type: content.type, data: content.data, headers };
  if (body === undefined) return { status, type: null, data: null, headers };
  return { status, type: JSON_TYPE, data: JSON.stringify(body), headers };
}

export interface Sent {
  readonly request_id: string;
  /** Over TLS. */
  readonly secure: boolean;
}

/** All headers of an answer but its length: names and values in turn. */
export function headersOf(answer: WireAnswer, { request_id, secure }: Sent): string[] {
  const { status, type, headers } = answer;
  const list = secure ? SECURE.slice() : HEADERS.slice();
  list.push(REQUEST_ID_HEADER, request_id);
  if (type !== null) list.push("Content-Type", type);
  if (status === 503 && headers?.["Retry-After"] === undefined) list.push("Retry-After", "1");
  if (status === 401) list.push("WWW-Authenticate", "Bearer");
  if (headers !== undefined) for (const name in headers) list.push(name, headers[name] ?? "");
  return list;
}

const REQUEST_ID = /^[\w.-]{1,64}$/;

/** The id that a proxy or client gave, if it is one that can be printed; else a new one. */
export function requestIdOf(headers: HeaderReader, newId: () => string): string {
  const given = headers.get(REQUEST_ID_HEADER);
  return given !== null && REQUEST_ID.test(given) ? given : newId();
}
