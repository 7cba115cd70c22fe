// Speaks to a server: one request, until it is answered or there is no use in trying again. Web
// standards only, so that browsers have it too. Knows nothing of entities.
import { IDEMPOTENCY_HEADER } from "../../domain/api.js";
import { ZenError } from "../../domain/errors.js";
import type { ErrorCode } from "../../domain/errors.js";
import type { Patience } from "../zen-store.js";
import { Outage } from "./outage.js";
import { answerError, isWorthAnotherTry, readAnswer } from "./read-answer.js";
import type { AnswerText } from "./read-answer.js";
import { isGood, sendBy } from "../send.js";
import type { Answered, Outgoing, Send } from "../send.js";
import { parseServerUrl } from "./server-url.js";
import { Tries } from "./tries.js";
import { unreachable } from "./unreachable.js";
import type { ServerUrl } from "./server-url.js";

/** Gives the token when a request is made, so that one that was renewed is used. */
export type TokenSource = () => string | undefined | Promise<string | undefined>;

export interface HttpOptions {
  /** `https://host:port`, with the path below which the server is, if it is below one. */
  readonly url: string;
  /** A server in this process can be given here. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** What a platform has that is quicker than its `fetch`; used where no `fetch` is given. */
  readonly send?: Send | undefined;
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
  /** The JSON of the body, where it was made already. */
  readonly text?: string | undefined;
  /** Milliseconds for all tries together, or for each where somebody waits; default one minute. */
  readonly timeout?: number | undefined;
  /**
   * Asked when a try is refused that was not the first: what to answer when one before it, whose answer
   * was lost, has done what was asked; undefined when none has.
   */
  readonly doneBefore?: (() => Promise<unknown>) | undefined;
}

const TIMEOUT = 60_000;
/** How what was done already is refused. */
const DONE_ALREADY: readonly ErrorCode[] = ["conflict", "entity_exists", "not_found"];
const TOKEN = /^[\x21-\x7e]+$/;

interface Heard {
  readonly response: Answered;
  readonly answer: AnswerText;
}

export class HttpClient {
  readonly server: ServerUrl;
  readonly newId: () => string;
  readonly #options: HttpOptions;
  readonly #send: Send;
  readonly #token: TokenSource;
  readonly #pause: (milliseconds: number) => Promise<void>;
  readonly #outage: Outage | undefined;

  /** Errors: `invalid_input` for a URL that is none of a server. */
  constructor(options: HttpOptions, outage?: Outage) {
    this.server = parseServerUrl(options.url);
    this.newId = options.newId ?? (() => crypto.randomUUID());
    this.#options = options;
    const { send = sendBy((request) => fetch(request)) } = options;
    this.#send = options.fetch === undefined ? send : sendBy(options.fetch);
    this.#token = options.token ?? (() => undefined);
    this.#pause =
      options.pause ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
    this.#outage = outage;
  }

  /** The same, for whom a server may be away for a while. */
  waiting(patience: Patience): HttpClient {
    return new HttpClient(this.#options, new Outage(patience));
  }

  /**
   * The answer's JSON; undefined when it has none. Every change has a key by which the server knows a
   * second try. Errors: those of the server, `store_unreachable`, `unauthenticated`.
   */
  async request(asked: HttpRequest): Promise<unknown> {
    const { method, path, query, body, timeout = TIMEOUT } = asked;
    const search = query === undefined || query.size === 0 ? "" : `?${query.toString()}`;
    const url = `${this.server.base}${path}${search}`;
    const text = asked.text ?? (body === undefined ? null : JSON.stringify(body));
    const given = this.#token();
    const token = given instanceof Promise ? await given : given;
    const headers = this.#headers(method, text !== null, token);
    const tries = new Tries(timeout, this.#outage);
    for (;;) {
      const outgoing = { url, method, headers, body: text, timeout: tries.timeout() };
      const outcome = await this.#attempt(outgoing);
      if ("response" in outcome && !isWorthAnotherTry(outcome.response)) {
        this.#outage?.answered();
        return this.#read(outcome, asked, tries.isRepeated);
      }
      const pause = tries.pauseAfter(outcome);
      if (pause !== undefined) await this.#pause(pause);
      else if ("response" in outcome) return this.#read(outcome, asked, false);
      else throw unreachable(this.server, outcome.error, timeout);
    }
  }

  /** An answer that ends in the middle is none. */
  async #attempt(outgoing: Outgoing): Promise<Heard | { readonly error: unknown }> {
    try {
      const response = await this.#send(outgoing);
      return { response, answer: await readAnswer(response) };
    } catch (error) {
      return { error };
    }
  }

  async #read(heard: Heard, asked: HttpRequest, isRepeated: boolean): Promise<unknown> {
    const { response, answer } = heard;
    if (isGood(response) && answer.isJson) return answer.value;
    const error = answerError(this.server, response, answer);
    const mayBeDone = isRepeated && DONE_ALREADY.includes(error.code);
    const done = mayBeDone ? await asked.doneBefore?.() : undefined;
    if (done === undefined) throw error;
    return done;
  }

  #headers(method: string, hasBody: boolean, token: string | undefined): Outgoing["headers"] {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (token !== undefined) {
      // What cannot be sent must not get into the message that says so.
      if (!TOKEN.test(token)) throw unusableToken();
      headers["Authorization"] = `Bearer ${token}`;
    }
    if (hasBody) headers["Content-Type"] = "application/json";
    if (method !== "GET") headers[IDEMPOTENCY_HEADER] = this.newId();
    return headers;
  }
}

function unusableToken(): ZenError {
  return new ZenError("unauthenticated", "The token has characters that no token has.", {
    hint: "Look for spaces and line breaks in it: tokens are of letters, digits and signs.",
  });
}
