import type { ErrorBody } from "../../domain/api.js";
import { isZenError } from "../../domain/errors.js";
import type { ZenError } from "../../domain/errors.js";
import { STATUS_CODES } from "../status-codes.js";

export interface ErrorAnswer {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a client is told. What is the server's own trouble, its paths above all, stays with it. */
export function errorAnswer(error: unknown, requestId: string): ErrorAnswer {
  const code = isZenError(error) ? error.code : "internal";
  const status = STATUS_CODES[code];
  if (!isZenError(error) || status >= 500) {
    const message = "The server could not do that.";
    const hint = `Whoever runs it finds why under the request ${requestId}.`;
    return { status, body: { error: { code, message, hint, details: null } } };
  }
  const { message, hint = null, details = null } = error;
  return { status, headers: headersOf(details), body: { error: { code, message, hint, details } } };
}

function headersOf(details: ZenError["details"] | null): Readonly<Record<string, string>> {
  const { retry_after: seconds, allow } = details ?? {};
  if (typeof seconds === "number") return { "Retry-After": String(seconds) };
  return Array.isArray(allow) ? { Allow: allow.join(", ") } : {};
}
