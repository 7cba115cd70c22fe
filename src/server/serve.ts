// An app at a port: guards, pages, log and counts around it. It may not know how people log in.
import { readFileSync } from "node:fs";
import { ZenError } from "../domain/errors.js";
import type { StoreSessions } from "../store/store-sessions.js";
import { createApp } from "./app.js";
import type { Authenticate } from "./dispatch.js";
import { LOOPBACK_HOSTS, hostGuard } from "./guard/host-guard.js";
import { Peers, isLoopback } from "./guard/peers.js";
import { listen } from "./listen/listen.js";
import type { Limits, Tls } from "./listen/listen.js";
import { Metrics } from "./observe/metrics.js";
import type { ServerLog } from "./observe/server-log.js";
import type { ServerOptions } from "./options/server-options.js";
import { pageRoutes } from "./pages/page-routes.js";
import type { Route } from "./routes/route.js";

export interface ServeParts {
  readonly options: ServerOptions;
  readonly stores: StoreSessions;
  readonly authenticate: Authenticate;
  readonly routes: readonly Route[];
  readonly log: ServerLog;
  readonly metrics?: Metrics;
  /** Fails when the store cannot be asked. */
  readonly checkStore: () => Promise<void>;
  /** Ends what would never end by itself, as streams of events. */
  readonly onStop?: () => void;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Finishes the requests that there are; the store stays open. */
  stop(): Promise<void>;
}

/** Errors: `address_in_use`, `forbidden`, `invalid_input`. */
export async function serve(parts: ServeParts): Promise<RunningServer> {
  const { options, stores, log } = parts;
  const { metrics = new Metrics(), onStop = () => undefined } = parts;
  const state = { stopping: false };
  const notReady = async () => (state.stopping ? "stopping" : await storeTrouble(parts));
  const pages = pageRoutes({
    store: stores.type,
    notReady,
    metrics,
    publicMetrics: options.public_metrics,
    routes: () => app.routes,
  });
  const app = createApp({
    stores,
    authenticate: parts.authenticate,
    routes: [...pages, ...parts.routes],
    guard: hostGuard({ hosts: hostsOf(options), origins: options.allowed_origins }),
    maxBodySize: options.max_body_bytes,
    onError: (error, id) => log.error(error, id),
    onSeen: (seen) => {
      metrics.count(seen);
      log.request(seen);
    },
  });
  const listening = await listen(app, {
    host: options.host,
    port: options.port,
    tls: readTls(options),
    limits: limitsOf(options),
    peers: new Peers(options.trusted_proxies),
  });
  log.log("info", "listening", { url: listening.url, store: stores.type });
  return {
    url: listening.url,
    port: listening.port,
    stop: async () => {
      state.stopping = true;
      log.log("info", "stopping");
      onStop();
      await listening.stop(options.grace * 1000);
      log.log("info", "stopped");
      log.flush();
    },
  };
}

/** Whether only this machine reaches it. */
export function isLocalServer({ host }: Pick<ServerOptions, "host">): boolean {
  return host === "localhost" || isLoopback(host);
}

/** A name that a page elsewhere was given by its owner reaches loopback too: only known names count there. */
function hostsOf(options: ServerOptions): readonly string[] | undefined {
  const { allowed_hosts, host } = options;
  if (isLocalServer(options)) return [...LOOPBACK_HOSTS, ...allowed_hosts, host];
  return allowed_hosts.length === 0 ? undefined : [...LOOPBACK_HOSTS, ...allowed_hosts];
}

async function storeTrouble({ checkStore, log }: ServeParts): Promise<string | undefined> {
  try {
    await checkStore();
    return undefined;
  } catch (error) {
    log.error(error, "ready");
    return "the store cannot be asked";
  }
}

function readTls({ tls_cert, tls_key }: ServerOptions): Tls | undefined {
  if (tls_cert === undefined || tls_key === undefined) return undefined;
  return { cert: readPem(tls_cert, "tls_cert"), key: readPem(tls_key, "tls_key") };
}

function readPem(file: string, option: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ZenError("invalid_input", `The file that ${option} names cannot be read: ${why}.`, {
      hint: "Name a file in PEM that this user may read.",
      cause,
    });
  }
}

const MAX_HEADERS = 16 * 1024;

function limitsOf(options: ServerOptions): Limits {
  return {
    headersTimeout: options.headers_timeout * 1000,
    requestTimeout: options.request_timeout * 1000,
    keepAliveTimeout: options.keep_alive_timeout * 1000,
    maxHeaderSize: MAX_HEADERS,
    maxConnections: options.max_connections,
  };
}
