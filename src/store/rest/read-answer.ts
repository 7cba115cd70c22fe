// What a server answered → a value, or the very error that a local store would have thrown.
import { ZenError, isErrorCode } from "../../domain/errors.js";
import type { ErrorCode } from "../../domain/errors.js";
import type { Answered } from "../send.js";
import type { ServerUrl } from "./server-url.js";
import { retryAfter } from "./tries.js";
import { isRecord } from "../../util/is-record.js";

export interface AnswerText {
  /** Whether it is JSON, or nothing where nothing is an answer. */
  readonly isJson: boolean;
  readonly value: unknown;
}

/** The state may be another one in a moment, and nothing was done. */
const TRY_AGAIN: readonly number[] = [429, 502, 503, 504];

export function isWorthAnotherTry(response: Answered): boolean {
  return TRY_AGAIN.includes(response.status);
}

/** Fails when the answer ends in the middle. */
export async function readAnswer(response: Answered): Promise<AnswerText> {
  const text = await response.text();
  if (text === "") return { isJson: response.status === 204, value: undefined };
  try {
    return { isJson: true, value: JSON.parse(text) };
  } catch {
    return { isJson: false, value: undefined };
  }
}

/** What a response means that is no answer to build on. */
export function answerError(
  server: ServerUrl,
  response: Answered,
  { value }: AnswerText,
): ZenError {
  const told = errorOf(value);
  const { status } = response;
  if (told === undefined) return foreignAnswer(server, response);
  const options = { hint: told.hint, details: told.details };
  if (isErrorCode(told.code)) return new ZenError(told.code, told.message, options);
  // A newer server may have codes that this program has not.
  const code: ErrorCode = status >= 500 ? "store_unreachable" : "invalid_input";
  return new ZenError(code, told.message, options);
}

interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}

function errorOf(value: unknown): Told | undefined {
  if (!isRecord(value) || !isRecord(value["error"])) return undefined;
  const { code, message, hint, details } = value["error"];
  if (typeof code !== "string" || typeof message !== "string") return undefined;
  return {
    code,
    message,
    hint: typeof hint === "string" ? hint : undefined,
    details: isRecord(details) ? details : undefined,
  };
}

function foreignAnswer({ host }: ServerUrl, response: Answered): ZenError {
  const { status, type, headers } = response;
  if (type === "opaqueredirect" || (status >= 300 && status < 400)) {
    const target = headers.get("Location") ?? "";
    return new ZenError("store_unreachable", `The server ${host} says that it is elsewhere.`, {
      hint: URL.canParse(target) ? `Use the URL that it names: ${target}` : "Use its present URL.",
    });
  }
  if (status === 401 || status === 407) {
    return new ZenError("unauthenticated", `${host} wants to know who asks.`, {
      hint: "Set ZENML_API_TOKEN to a token of this server.",
    });
  }
  if (isWorthAnotherTry(response)) return busy(host, response);
  return new ZenError(
    "store_unreachable",
    `${host} answers (status ${status}), but not as a ZenML server does.`,
    {
      hint: "Check the URL: it may be that of something else, or of a proxy before the server.",
      details: { is_foreign: true },
    },
  );
}

function busy(host: string, response: Answered): ZenError {
  const seconds = Math.ceil(retryAfter(response) / 1000);
  const isTooMany = response.status === 429;
  return new ZenError(
    isTooMany ? "too_many_requests" : "store_unreachable",
    isTooMany
      ? `${host} was asked too often (status 429).`
      : `${host} takes no requests now (status ${response.status}).`,
    { hint: seconds === 0 ? "Try again later." : `Try again in ${seconds} seconds, as it says.` },
  );
}
