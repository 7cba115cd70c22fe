// The server as a function from a request to a response. It may know the store's contract and nothing
// of drivers, ports or how people log in: who asks, `authenticate` says.
import { Hono } from "hono";
import { ZenError } from "../domain/errors.js";
import type { StoreSessions } from "../store/store-sessions.js";
import { dispatch } from "./dispatch.js";
import type { Authenticate, Incoming } from "./dispatch.js";
import type { HostGuard } from "./guard/host-guard.js";
import { IN_PROCESS } from "./http/connection.js";
import type { Connection } from "./http/connection.js";
import { errorAnswer } from "./http/error-answer.js";
import { RecentAnswers } from "./http/recent-answers.js";
import type { WireAnswer } from "./http/recent-answers.js";
import { requestIdOf, respond, toWire } from "./http/respond.js";
import type { Seen } from "./observe/seen.js";
import { openApiRoute } from "./openapi.js";
import { checkRoutes } from "./routes/check-routes.js";
import { resourceRoutes } from "./routes/resource-routes.js";
import type { Route } from "./routes/route.js";
import { storeRoutes } from "./routes/store-routes.js";

export interface AppOptions {
  readonly stores: StoreSessions;
  /** Asked for every request that is not for everybody. */
  readonly authenticate: Authenticate;
  /** Further routes: login, live updates, … */
  readonly routes?: readonly Route[] | undefined;
  /** Refuses requests before anything is done for them. Default: none. */
  readonly guard?: HostGuard | undefined;
  /** Bytes; default 32 MiB. */
  readonly maxBodySize?: number | undefined;
  /** Takes what clients are not told. */
  readonly onError?: ((error: unknown, requestId: string) => void) | undefined;
  /** Told of every answer, once it is made. */
  readonly onSeen?: ((seen: Seen) => void) | undefined;
  readonly now?: (() => number) | undefined;
  readonly newId?: (() => string) | undefined;
}

export interface App {
  fetch(request: Request, connection?: Connection): Promise<Response>;
  /** Everything that it serves. */
  readonly routes: readonly Route[];
}

const MAX_BODY = 32 * 1024 * 1024;

export function createApp(options: AppOptions): App {
  const { guard = () => undefined, onSeen = () => undefined } = options;
  const derived = [...storeRoutes(options.stores.type), ...resourceRoutes()];
  const served = [...derived, ...(options.routes ?? [])];
  const routes = [...served, openApiRoute(served)];
  checkRoutes(routes);
  const server = {
    stores: options.stores,
    authenticate: options.authenticate,
    maxBodySize: options.maxBodySize ?? MAX_BODY,
    onError: options.onError ?? (() => undefined),
    recent: new RecentAnswers({ now: options.now ?? Date.now }),
  };
  const newId = options.newId ?? (() => crypto.randomUUID());
  const router = new Hono<{ Bindings: Arrived }>();
  for (const route of routes) {
    router.on(route.method, route.path, async ({ req, env }) => {
      env.route = route.path;
      const incoming: Incoming = {
        request: req.raw,
        connection: env.connection,
        params: req.param(),
        id: env.id,
        onPrincipal: ({ user_name }) => (env.user = user_name),
      };
      const refused = guard(req.raw);
      return env.send(
        refused === undefined ? await dispatch(server, route, incoming) : refuse(refused, env.id),
      );
    });
  }
  router.notFound(({ req, env }) => env.send(refuse(unknownRoute(req.method, req.path), env.id)));
  const fetch: App["fetch"] = async (request, connection = IN_PROCESS) => {
    const begin = performance.now();
    const env = new Arrived(requestIdOf(request, newId), connection);
    const response = await router.fetch(request, env);
    onSeen({
      request_id: env.id,
      method: request.method,
      url: request.url,
      route: env.route,
      status: response.status,
      duration_ms: performance.now() - begin,
      peer: connection.peer,
      user: env.user,
    });
    return response;
  };
  return { fetch, routes };
}

/** What is known of a request while it is answered. */
class Arrived {
  readonly id: string;
  readonly connection: Connection;
  /** Undefined: there is none. */
  route: string | undefined;
  user: string | undefined;

  constructor(id: string, connection: Connection) {
    this.id = id;
    this.connection = connection;
  }

  send(answer: WireAnswer): Response {
    return respond(answer, { request_id: this.id, secure: this.connection.secure });
  }
}

function refuse(error: ZenError, id: string): WireAnswer {
  return toWire(errorAnswer(error, id));
}

function unknownRoute(method: string, path: string): ZenError {
  return new ZenError("not_found", `The server has no route ${method} ${path}.`, {
    details: { route: path },
  });
}
