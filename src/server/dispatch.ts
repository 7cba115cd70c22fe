// One request, from who asks to the answer. The only place that gives handlers a store, and it gives one
// only to who is known and may.
import { IDEMPOTENCY_HEADER } from "../domain/api.js";
import { ZenError, isZenError } from "../domain/errors.js";
import type { RequestMark } from "../domain/principal.js";
import { checkRole } from "../store/session/access.js";
import type { StoreSessions } from "../store/store-sessions.js";
import { sha256 } from "../util/content-hash.js";
import type { Asker } from "./auth/asker.js";
import type { Asked, Credentials } from "./http/asked.js";
import type { Connection } from "./http/connection.js";
import { isDone, markOf } from "./http/done-requests.js";
import { errorAnswer } from "./http/error-answer.js";
import type { KeptAnswers } from "./http/kept-answers.js";
import { parseBody, readBody } from "./http/read-body.js";
import type { RecentAnswers, WireAnswer } from "./http/recent-answers.js";
import { toWire } from "./http/respond.js";
import { isPublic } from "./routes/route.js";
import { checkQuery } from "./routes/read-fields.js";
import type { Answer, Call, Route, SignedCall, SignedRoute } from "./routes/route.js";

/** Undefined: nobody we know. */
export type Authenticate = (
  asked: Credentials,
  connection: Connection,
) => Promise<Asker | undefined>;

export interface Server {
  readonly stores: StoreSessions;
  readonly authenticate: Authenticate;
  readonly maxBodySize: number;
  readonly onError: (error: unknown, requestId: string) => void;
  readonly recent: RecentAnswers;
  readonly kept: KeptAnswers;
}

export interface Incoming {
  readonly asked: Asked;
  readonly connection: Connection;
  /** What stands for the `:name`s of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** What stands behind the path. */
  readonly search: string;
  readonly id: string;
  /** Told the name as soon as it is known who asks. */
  readonly onPrincipal: (name: string) => void;
}

/** What somebody may send whom we do not know. */
const MAX_PUBLIC_BODY = 16 * 1024;

/** It neither throws nor rejects. */
export function dispatch(
  server: Server,
  route: Route,
  incoming: Incoming,
): WireAnswer | Promise<WireAnswer> {
  const failed = (error: unknown): WireAnswer => answerOfError(server, error, incoming.id);
  if (!isPublic(route)) {
    const call = new ReadCall(incoming, server.maxBodySize);
    return answerSigned(server, route, incoming, call).catch(failed);
  }
  try {
    const answer = route.handle(new ReadCall(incoming, MAX_PUBLIC_BODY));
    return answer instanceof Promise ? answer.then(toWire).catch(failed) : toWire(answer);
  } catch (error) {
    return failed(error);
  }
}

async function answerSigned(
  server: Server,
  route: SignedRoute,
  incoming: Incoming,
  call: ReadCall,
): Promise<WireAnswer> {
  const { asked, connection, id } = incoming;
  const { kept, stores } = server;
  // Before all else: who asks is known by what was found a moment ago, unless others changed something.
  const told = stores.version();
  const version = told instanceof Promise ? await told : told;
  const asker = await server.authenticate(asked, connection);
  if (asker === undefined) throw unknownAsker();
  incoming.onPrincipal(asker.user_name);
  const isKept = route.isRepeatable === true && version !== undefined;
  const again = isKept ? kept.find(asker, asked.target, version) : undefined;
  if (again !== undefined) return again;
  if (asked.target.includes("?")) checkQuery(route, call.query);
  const origin = { peer: connection.peer, request_id: id };
  const work = async (mark?: RequestMark) => {
    const principal = { ...asker, origin: { ...origin, mark } };
    return toWire(await handle(stores, route, { call, principal }));
  };
  const key = asked.headers.get(IDEMPOTENCY_HEADER);
  if (route.method === "GET") {
    const answer = await work();
    if (isKept) kept.keep(asker, asked.target, version, answer);
    return answer;
  }
  if (key === null) return work();
  const same = sha256(`${asked.method} ${asked.target}\n${await call.text()}`);
  const mark = route.again === undefined ? undefined : markOf(asker.user_id, key, same);
  return server.recent.once(`${asker.user_id} ${key}`, same, async () => {
    try {
      return await work(mark);
    } catch (error) {
      // A refusal is remembered too: a second try is told the same.
      const principal = { ...asker, origin };
      return refusal(server, error, { route, mark, asked: { call, principal } });
    }
  });
}

/** A request, and who makes it. */
interface AskedBy {
  readonly call: ReadCall;
  readonly principal: Asker;
}

interface Refused {
  readonly route: SignedRoute;
  readonly mark: RequestMark | undefined;
  readonly asked: AskedBy;
}

/** What was refused may have been done before this server was started, or by another one. */
async function refusal(
  server: Server,
  error: unknown,
  { route, mark, asked }: Refused,
): Promise<WireAnswer> {
  try {
    const mayBeDone = mark !== undefined && isZenError(error);
    if (mayBeDone && (await isDone(server.stores.find, mark))) {
      return toWire(await handle(server.stores, route, asked, true));
    }
    return answerOfError(server, error, asked.call.request_id);
  } catch (other) {
    return answerOfError(server, other, asked.call.request_id);
  }
}

/** A request as handlers read it; what most of them do not ask for is made when it is asked for. */
class ReadCall implements Call {
  readonly method: string;
  readonly params: Call["params"];
  readonly headers: Call["headers"];
  readonly connection: Connection;
  readonly request_id: string;
  readonly #incoming: Incoming;
  readonly #limit: number;
  #text: Promise<string> | undefined;

  constructor(incoming: Incoming, limit: number) {
    const { asked, params, connection, id } = incoming;
    this.method = asked.method;
    this.params = params;
    this.headers = asked.headers;
    this.connection = connection;
    this.request_id = id;
    this.#incoming = incoming;
    this.#limit = limit;
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.#incoming.search);
  }

  text(): Promise<string> {
    return (this.#text ??= readBody(this.#incoming.asked, this.#limit));
  }

  get body(): Call["body"] {
    return async () => parseBody(await this.text());
  }

  by(principal: Asker): SignedCall {
    return new CallBy(this, principal);
  }
}

/** The same, with who makes it. */
class CallBy implements SignedCall {
  readonly method: string;
  readonly params: Call["params"];
  readonly headers: Call["headers"];
  readonly connection: Connection;
  readonly request_id: string;
  readonly principal: Asker;
  readonly #read: ReadCall;

  constructor(read: ReadCall, principal: Asker) {
    this.method = read.method;
    this.params = read.params;
    this.headers = read.headers;
    this.connection = read.connection;
    this.request_id = read.request_id;
    this.principal = principal;
    this.#read = read;
  }

  get query(): URLSearchParams {
    return this.#read.query;
  }

  get body(): Call["body"] {
    return this.#read.body;
  }
}

/** What a client is told; what is not for him goes to `onError`. */
export function answerOfError({ onError }: Server, error: unknown, id: string): WireAnswer {
  const told = errorAnswer(error, id);
  if (told.status >= 500) onError(error, id);
  return toWire(told);
}

async function handle(
  stores: StoreSessions,
  route: SignedRoute,
  { call, principal }: AskedBy,
  isAgain = false,
): Promise<Answer> {
  if (route.scope === "global") {
    checkPolicy(route, principal);
    const { again = route.handle } = route;
    const there = stores.withoutProject(principal);
    return isAgain ? again(call.by(principal), there) : route.handle(call.by(principal), there);
  }
  const entered = await stores.enter(principal, call.params["project"] ?? "");
  const there = { ...principal, ...entered.principal };
  checkPolicy(route, there);
  const { again = route.handle } = route;
  const asked = call.by(there);
  return isAgain ? again(asked, entered.store) : route.handle(asked, entered.store);
}

/** Errors: `forbidden`. */
function checkPolicy({ policy }: SignedRoute, principal: Asker): void {
  if (policy.access !== "signed_in") checkRole(principal, policy.access, policy.resource);
}

function unknownAsker(): ZenError {
  return new ZenError("unauthenticated", "The server does not know who asks.", {
    hint: "Set ZENML_API_TOKEN to a token of this server.",
  });
}
