// The server as a function from a request to an answer. It may know the store's contract and nothing
// of drivers, ports or how people log in: who asks, `authenticate` says.
import { randomUUID } from "node:crypto";
import { ZenError } from "../domain/errors.js";
import type { StoreSessions } from "../store/store-sessions.js";
import { answerOfError, dispatch } from "./dispatch.js";
import type { Authenticate, Server } from "./dispatch.js";
import type { HostGuard } from "./guard/host-guard.js";
import type { Asked } from "./http/asked.js";
import { IN_PROCESS } from "./http/connection.js";
import type { Connection } from "./http/connection.js";
import { KeptAnswers } from "./http/kept-answers.js";
import { RecentAnswers } from "./http/recent-answers.js";
import type { WireAnswer } from "./http/recent-answers.js";
import { requestIdOf } from "./http/respond.js";
import { WebRequest } from "./http/web-request.js";
import { webResponse } from "./http/web-response.js";
import type { Seen } from "./observe/seen.js";
import { openApiRoute } from "./openapi/openapi.js";
import { checkRoutes } from "./routes/check-routes.js";
import { resourceRoutes } from "./routes/resource-routes.js";
import type { Route } from "./routes/route.js";
import { Router } from "./routes/router.js";
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
  /** For listeners: at once where nothing has to be waited for. It neither throws nor rejects. */
  answer(asked: Asked, connection: Connection): Replied | Promise<Replied>;
  /** For callers in this process. */
  fetch(request: Request, connection?: Connection): Promise<Response>;
  /** Everything that it serves. */
  readonly routes: readonly Route[];
}

export interface Replied {
  readonly answer: WireAnswer;
  readonly request_id: string;
}

const MAX_BODY = 32 * 1024 * 1024;

export function createApp(options: AppOptions): App {
  const derived = [...storeRoutes(options.stores), ...resourceRoutes()];
  const served = [...derived, ...(options.routes ?? [])];
  const routes = [...served, openApiRoute(served)];
  checkRoutes(routes);
  const answer = answerer(options, new Router(routes));
  return {
    answer,
    fetch: async (request, connection = IN_PROCESS) => {
      const asked = new WebRequest(request);
      const { answer: made, request_id } = await answer(asked, connection);
      return webResponse(asked.method, made, { request_id, secure: connection.secure });
    },
    routes,
  };
}

function answerer(options: AppOptions, router: Router<Route>): App["answer"] {
  const { guard = () => undefined, onSeen = () => undefined } = options;
  const newId = options.newId ?? (() => randomUUID());
  const server: Server = {
    stores: options.stores,
    authenticate: options.authenticate,
    maxBodySize: options.maxBodySize ?? MAX_BODY,
    onError: options.onError ?? (() => undefined),
    recent: new RecentAnswers({ now: options.now ?? Date.now }),
    kept: new KeptAnswers(),
  };
  return (asked, connection) => {
    const begin = performance.now();
    const { method, target, headers } = asked;
    const request_id = requestIdOf(headers, newId);
    const [path, search] = split(target);
    const found = router.find(method, path);
    const route = found?.target;
    let user: string | undefined;
    const replied = (answer: WireAnswer): Replied => {
      const { status } = answer;
      const duration_ms = performance.now() - begin;
      const { peer } = connection;
      onSeen({ request_id, method, path, route: route?.path, status, duration_ms, peer, user });
      return { answer, request_id };
    };
    const refused =
      guard(asked) ?? (found === undefined ? unknown(router, method, path) : undefined);
    if (refused !== undefined || found === undefined) {
      return replied(answerOfError(server, refused, request_id));
    }
    const { params } = found;
    const onPrincipal = (name: string): void => void (user = name);
    const incoming = { asked, connection, params, search, id: request_id, onPrincipal };
    const answer = dispatch(server, found.target, incoming);
    return answer instanceof Promise ? answer.then(replied) : replied(answer);
  };
}

function split(target: string): readonly [path: string, search: string] {
  const at = target.indexOf("?");
  return at === -1 ? [target, ""] : [target.slice(0, at), target.slice(at + 1)];
}

function unknown(router: Router<Route>, method: string, path: string): ZenError {
  const allow = router.methods(path);
  if (allow.length === 0) {
    return new ZenError("not_found", `The server has no route ${method} ${path}.`, {
      details: { route: path },
    });
  }
  return new ZenError("method_not_allowed", `The server does not take ${method} at ${path}.`, {
    hint: `It takes ${allow.join(", ")} there.`,
    details: { allow },
  });
}
