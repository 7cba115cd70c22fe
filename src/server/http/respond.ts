import { REQUEST_ID_HEADER } from "../../domain/api.js";
import type { Answer } from "../routes/route.js";
import type { WireAnswer } from "./recent-answers.js";

const HEADERS = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
};

export function toWire({ status, body }: Answer): WireAnswer {
  return { status, text: body === undefined ? null : JSON.stringify(body) };
}

export function respond({ status, text }: WireAnswer, requestId: string): Response {
  const headers = new Headers({ ...HEADERS, [REQUEST_ID_HEADER]: requestId });
  if (text !== null) headers.set("Content-Type", "application/json; charset=utf-8");
  if (status === 503) headers.set("Retry-After", "1");
  if (status === 401) headers.set("WWW-Authenticate", "Bearer");
  return new Response(text, { status, headers });
}

const REQUEST_ID = /^[\w.-]{1,64}$/;

/** The id that a proxy or client gave, if it is one that can be printed; else a new one. */
export function requestIdOf(request: Request, newId: () => string): string {
  const given = request.headers.get(REQUEST_ID_HEADER) ?? "";
  return REQUEST_ID.test(given) ? given : newId();
}
