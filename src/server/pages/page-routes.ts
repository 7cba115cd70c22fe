// What a browser or a probe asks first: pages without script, health, readiness, counts.
import { VERSION } from "../../util/version.js";
import type { Metrics } from "../observe/metrics.js";
import { PUBLIC } from "../routes/route.js";
import type { Answer, GlobalRoute, PublicRoute, Route } from "../routes/route.js";
import { homePage } from "./home-page.js";
import { referencePage } from "./reference-page.js";
import { STYLE } from "./style.js";

export interface PageOptions {
  readonly store: string;
  /** Why it cannot work now; undefined: it can. */
  readonly notReady: () => Promise<string | undefined>;
  readonly metrics: Metrics;
  /** Whether counts are for everybody; else for administrators. */
  readonly publicMetrics: boolean;
  /** All routes, these included. */
  readonly routes: () => readonly Route[];
}

export function pageRoutes(options: PageOptions): readonly Route[] {
  let reference: string | undefined;
  const isReady = async () => (await options.notReady()) === undefined;
  return [
    open("/", "the server's version and health, to read", async () =>
      html(homePage({ version: VERSION, store: options.store, ready: await isReady() })),
    ),
    open("/style.css", "how the pages look", async () => text("text/css; charset=utf-8", STYLE)),
    open("/reference", "the API, to read", async () =>
      html((reference ??= referencePage(options.routes(), VERSION))),
    ),
    open("/health", "whether the server runs", async () => HEALTHY),
    open("/ready", "whether the server can do its work", async () => {
      const why = await options.notReady();
      if (why === undefined) return { status: 200, body: { status: "ready" } };
      return { status: 503, body: { status: "not ready", reason: why } };
    }),
    metricsRoute(options),
  ];
}

const HEALTHY: Answer = { status: 200, body: { status: "ok" } };

function open(path: string, summary: string, handle: () => Promise<Answer>): PublicRoute {
  return { method: "GET", path, summary, policy: PUBLIC, handle };
}

function metricsRoute({ metrics, publicMetrics }: PageOptions): Route {
  const place = {
    method: "GET",
    path: "/metrics",
    summary: "counts, as Prometheus reads them",
  } as const;
  const handle = async () => text("text/plain; version=0.0.4; charset=utf-8", metrics.text());
  if (publicMetrics) return { ...place, policy: PUBLIC, handle };
  const guarded: GlobalRoute = {
    ...place,
    // Who may change users is an administrator.
    policy: { access: "write", resource: "user" },
    scope: "global",
    handle,
  };
  return guarded;
}

function html(data: string): Answer {
  return text("text/html; charset=utf-8", data);
}

function text(type: string, data: string): Answer {
  return { status: 200, content: { type, data } };
}
