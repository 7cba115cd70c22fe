import { REQUEST_ID_HEADER } from "../../domain/api.js";
import type { Answer } from "../routes/route.js";
import type { WireAnswer } from "./recent-answers.js";

// Set when the answer is made: headers added to one that is there cost four times as much.
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};
const SECURE = { ...HEADERS, "Strict-Transport-Security": "max-age=31536000" };

const JSON_TYPE = "application/json; charset=utf-8";

export function toWire({ status, body, content, headers }: Answer): WireAnswer {
  if (content !== undefined) return { status, ...content, headers };
  if (body === undefined) return { status, type: null, data: null, headers };
  return { status, type: JSON_TYPE, data: JSON.stringify(body), headers };
}

export interface Sent {
  readonly request_id: string;
  /** Over TLS. */
  readonly secure: boolean;
}

export function respond(answer: WireAnswer, { request_id, secure }: Sent): Response {
  const { status, type, data } = answer;
  const headers: Record<string, string> = {
    ...(secure ? SECURE : HEADERS),
    [REQUEST_ID_HEADER]: request_id,
  };
  if (type !== null) headers["Content-Type"] = type;
  if (status === 503) headers["Retry-After"] = "1";
  if (status === 401) headers["WWW-Authenticate"] = "Bearer";
  return new Response(data, { status, headers: { ...headers, ...answer.headers } });
}

const REQUEST_ID = /^[\w.-]{1,64}$/;

/** The id that a proxy or client gave, if it is one that can be printed; else a new one. */
export function requestIdOf(request: Request, newId: () => string): string {
  const given = request.headers.get(REQUEST_ID_HEADER) ?? "";
  return REQUEST_ID.test(given) ? given : newId();
}
