// One request, from who asks to the answer. The only place that gives handlers a store, and it gives one
// only to who is known and may.
import { IDEMPOTENCY_HEADER } from "../domain/api.js";
import { ZenError } from "../domain/errors.js";
import { checkRole } from "../store/session/access.js";
import type { StoreSessions } from "../store/store-sessions.js";
import type { Asker } from "./auth/asker.js";
import type { Connection } from "./http/connection.js";
import { errorAnswer } from "./http/error-answer.js";
import { parseBody, readBody } from "./http/read-body.js";
import type { RecentAnswers, WireAnswer } from "./http/recent-answers.js";
import { toWire } from "./http/respond.js";
import { isPublic } from "./routes/route.js";
import type { Answer, Call, Route, SignedCall, SignedRoute } from "./routes/route.js";

/** Undefined: nobody we know. */
export type Authenticate = (request: Request, connection: Connection) => Promise<Asker | undefined>;

export interface Server {
  readonly stores: StoreSessions;
  readonly authenticate: Authenticate;
  readonly maxBodySize: number;
  readonly onError: (error: unknown, requestId: string) => void;
  readonly recent: RecentAnswers;
}

export interface Incoming {
  readonly request: Request;
  readonly connection: Connection;
  /** What stands for the `:name`s of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly id: string;
  /** Told as soon as it is known who asks. */
  readonly onPrincipal: (principal: Asker) => void;
}

/** What somebody may send whom we do not know. */
const MAX_PUBLIC_BODY = 16 * 1024;

export function dispatch(server: Server, route: Route, incoming: Incoming): Promise<WireAnswer> {
  return answered(server, incoming, async () => {
    const { request, connection, id } = incoming;
    const limit = isPublic(route) ? MAX_PUBLIC_BODY : server.maxBodySize;
    let text: Promise<string> | undefined;
    const readText = () => (text ??= readBody(request, limit));
    const call = callOf(incoming, async () => parseBody(await readText()));
    if (isPublic(route)) return toWire(await route.handle(call));
    const asker = await server.authenticate(request, connection);
    if (asker === undefined) throw unknownAsker();
    const principal = { ...asker, origin: { peer: connection.peer, request_id: id } };
    incoming.onPrincipal(principal);
    const work = async () => toWire(await handle(server.stores, route, { ...call, principal }));
    const key = request.headers.get(IDEMPOTENCY_HEADER);
    if (key === null || request.method === "GET") return work();
    const body = hasBody(request) ? await readText() : "";
    const same = await digest(`${request.method} ${request.url}\n${body}`);
    // A refusal is remembered too: a second try is told the same.
    return server.recent.once(`${principal.user_id} ${key}`, same, () =>
      answered(server, incoming, work),
    );
  });
}

function callOf({ request, params, connection, id }: Incoming, body: Call["body"]): Call {
  return {
    method: request.method,
    params,
    query: searchOf(request.url),
    headers: request.headers,
    connection,
    request_id: id,
    signal: () => request.signal,
    body,
  };
}

/** Without taking a URL apart, which costs more than many an answer. */
function searchOf(url: string): URLSearchParams {
  const begin = url.indexOf("?");
  return new URLSearchParams(begin === -1 ? "" : url.slice(begin));
}

/** Told by the headers: asking for the body itself costs more than most answers. */
function hasBody({ headers, body }: Request): boolean {
  const length = headers.get("Content-Length");
  if (length !== null) return length !== "0";
  return headers.has("Transfer-Encoding") || body !== null;
}

async function answered(
  { onError }: Server,
  { id }: Incoming,
  work: () => Promise<WireAnswer>,
): Promise<WireAnswer> {
  try {
    return await work();
  } catch (error) {
    const told = errorAnswer(error, id);
    if (told.status >= 500) onError(error, id);
    return toWire(told);
  }
}

async function handle(
  stores: StoreSessions,
  route: SignedRoute,
  call: SignedCall,
): Promise<Answer> {
  const { principal, params } = call;
  if (route.scope === "global") {
    checkPolicy(route, principal);
    return route.handle(call, stores.withoutProject(principal));
  }
  const entered = await stores.enter(principal, params["project"] ?? "");
  const there = { ...principal, ...entered.principal };
  checkPolicy(route, there);
  return route.handle({ ...call, principal: there }, entered.store);
}

/** Errors: `forbidden`. */
function checkPolicy({ policy }: SignedRoute, principal: Asker): void {
  if (policy.access !== "signed_in") checkRole(principal, policy.access, policy.resource);
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function unknownAsker(): ZenError {
  return new ZenError("unauthenticated", "The server does not know who asks.", {
    hint: "Set ZENML_API_TOKEN to a token of this server.",
  });
}
