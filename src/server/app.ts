// The server as a function from a request to a response. It may know the store's contract and nothing
// of drivers, ports or how people log in: who asks, `authenticate` says.
import { Hono } from "hono";
import { ZenError } from "../domain/errors.js";
import type { Principal } from "../domain/principal.js";
import type { StoreSessions } from "../store/store-sessions.js";
import { dispatch } from "./dispatch.js";
import { errorAnswer } from "./http/error-answer.js";
import { RecentAnswers } from "./http/recent-answers.js";
import { requestIdOf, respond, toWire } from "./http/respond.js";
import { openApiRoute } from "./openapi.js";
import { checkRoutes } from "./routes/check-routes.js";
import { resourceRoutes } from "./routes/resource-routes.js";
import type { Route } from "./routes/route.js";
import { storeRoutes } from "./routes/store-routes.js";

export interface AppOptions {
  readonly stores: StoreSessions;
  /** Undefined: nobody we know. Asked for every request that is not for everybody. */
  readonly authenticate: (request: Request) => Promise<Principal | undefined>;
  /** Further routes: login, live updates, … */
  readonly routes?: readonly Route[] | undefined;
  /** Bytes; default 32 MiB. */
  readonly maxBodySize?: number | undefined;
  /** Takes what clients are not told. */
  readonly onError?: ((error: unknown, requestId: string) => void) | undefined;
  readonly now?: (() => number) | undefined;
  readonly newId?: (() => string) | undefined;
}

export interface App {
  fetch(request: Request): Promise<Response>;
}

const MAX_BODY = 32 * 1024 * 1024;

export function createApp(options: AppOptions): App {
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
  const router = new Hono();
  for (const route of routes) {
    router.on(route.method, route.path, async ({ req }) => {
      const id = requestIdOf(req.raw, newId);
      return respond(
        await dispatch(server, route, { request: req.raw, params: req.param(), id }),
        id,
      );
    });
  }
  router.notFound(({ req }) => {
    const id = requestIdOf(req.raw, newId);
    return respond(toWire(errorAnswer(unknownRoute(req.method, req.path), id)), id);
  });
  return { fetch: async (request) => router.fetch(request) };
}

function unknownRoute(method: string, path: string): ZenError {
  return new ZenError("not_found", `The server has no route ${method} ${path}.`, {
    details: { route: path },
  });
}
