// Speaks to a server: one request, until it is answered or there is no use in trying again. Web
// standards only, so that browsers have it too. Knows nothing of entities.
import { IDEMPOTENCY_HEADER } from "../../domain/api.js";
import { ZenError } from "../../domain/errors.js";
import { answerError, isWorthAnotherTry, readAnswer } from "./read-answer.js";
import { isTimeout, unreachable } from "./unreachable.js";
import { parseServerUrl } from "./server-url.js";
import type { ServerUrl } from "./server-url.js";

/** Gives the token when a request is made, so that one that was renewed is used. */
export type TokenSource = () => string | undefined | Promise<string | undefined>;

export interface HttpOptions {
  /** `https://host:port`, with the path below which the server is, if it is below one. */
  readonly url: string;
  /** Default: the platform's. A server in this process can be given here. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  readonly token?: TokenSource | undefined;
  /** Waits that many milliseconds. */
  readonly pause?: ((milliseconds: number) => Promise<void>) | undefined;
  readonly newId?: (() => string) | undefined;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: URLSearchParams | undefined;
  readonly body?: unknown;
  /** Milliseconds for all tries together; default one minute. */
  readonly timeout?: number | undefined;
}

const TIMEOUT = 60_000;
/** Milliseconds before the second try, the third, … */
const PAUSES = [100, 300, 900] as const;
const TOKEN = /^[\x21-\x7e]+$/;

export class HttpClient {
  readonly server: ServerUrl;
  readonly newId: () => string;
  readonly #fetch: (request: Request) => Promise<Response>;
  readonly #token: TokenSource;
  readonly #pause: (milliseconds: number) => Promise<void>;

  /** Errors: `invalid_input` for a URL that is none of a server. */
  constructor(options: HttpOptions) {
    this.server = parseServerUrl(options.url);
    this.newId = options.newId ?? (() => crypto.randomUUID());
    this.#fetch = options.fetch ?? ((request) => fetch(request));
    this.#token = options.token ?? (() => undefined);
    this.#pause =
      options.pause ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
  }

  /**
   * The answer's JSON; undefined when it has none. Every change has a key by which the server knows a
   * second try. Errors: those of the server, `store_unreachable`, `unauthenticated`.
   */
  async request(asked: HttpRequest): Promise<unknown> {
    const { method, path, query, body, timeout = TIMEOUT } = asked;
    const search = query === undefined || query.size === 0 ? "" : `?${query.toString()}`;
    const url = `${this.server.base}${path}${search}`;
    const text = body === undefined ? null : JSON.stringify(body);
    const headers = await this.#headers(method, text !== null);
    const signal = AbortSignal.timeout(timeout);
    for (const pause of [...PAUSES, undefined]) {
      const outcome = await this.#attempt(
        () => new Request(url, { method, headers, body: text, signal, redirect: "manual" }),
      );
      const isLast = pause === undefined || signal.aborted;
      if (outcome instanceof Response) {
        if (isLast || !isWorthAnotherTry(outcome)) return this.#read(outcome);
        await outcome.body?.cancel();
      } else if (isLast || isTimeout(outcome.error)) {
        throw unreachable(this.server, outcome.error, timeout);
      }
      await this.#pause(pause);
    }
    throw unreachable(this.server, undefined, timeout);
  }

  async #attempt(make: () => Request): Promise<Response | { readonly error: unknown }> {
    try {
      return await this.#fetch(make());
    } catch (error) {
      return { error };
    }
  }

  async #read(response: Response): Promise<unknown> {
    const answer = await readAnswer(response);
    if (response.ok && answer.isJson) return answer.value;
    throw answerError(this.server, response, answer);
  }

  async #headers(method: string, hasBody: boolean): Promise<Headers> {
    const headers = new Headers({ Accept: "application/json" });
    const token = await this.#token();
    if (token !== undefined) {
      // What cannot be sent must not get into the message that says so.
      if (!TOKEN.test(token)) throw unusableToken();
      headers.set("Authorization", `Bearer ${token}`);
    }
    if (hasBody) headers.set("Content-Type", "application/json");
    if (method !== "GET") headers.set(IDEMPOTENCY_HEADER, this.newId());
    return headers;
  }
}

function unusableToken(): ZenError {
  return new ZenError("unauthenticated", "The token has characters that no token has.", {
    hint: "Look for spaces and line breaks in it: tokens are of letters, digits and signs.",
  });
}
