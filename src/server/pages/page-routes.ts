// What a browser or a probe asks first: pages without script, health, readiness, counts.
import * as z from "zod/mini";
import { VERSION } from "../../util/version.js";
import type { Metrics } from "../observe/metrics.js";
import { JSON_TYPE } from "../http/respond.js";
import { openApi } from "../openapi/openapi.js";
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
    open(
      { path: "/", operation: "home", summary: "the server's version and health", answers: HTML },
      async () =>
        html(homePage({ version: VERSION, store: options.store, ready: await isReady() })),
    ),
    open(
      { path: "/style.css", operation: "style", summary: "how the pages look", answers: CSS },
      () => text(CSS_TYPE, STYLE),
    ),
    open(
      { path: "/reference", operation: "reference", summary: "the API, to read", answers: HTML },
      () => html((reference ??= referencePage(openApi(options.routes()), VERSION))),
    ),
    open(
      { path: "/health", operation: "health", summary: "whether the server runs", answers: HEALTH },
      () => HEALTHY,
    ),
    open(
      {
        path: "/ready",
        operation: "ready",
        summary: "whether the server can do its work",
        answers: READY,
      },
      async () => {
        const why = await options.notReady();
        if (why === undefined) return { status: 200, body: { status: "ready" } };
        return { status: 503, body: { status: "not ready", reason: why } };
      },
    ),
    metricsRoute(options),
  ];
}

const HTML_TYPE = "text/html; charset=utf-8";
const CSS_TYPE = "text/css; charset=utf-8";
const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
const HTML = { 200: { description: "a page", type: HTML_TYPE } };
const CSS = { 200: { description: "style", type: CSS_TYPE } };
const HEALTH = {
  200: { description: "it runs", body: z.strictObject({ status: z.literal("ok") }) },
};
const READY = {
  200: { description: "it can", body: z.strictObject({ status: z.literal("ready") }) },
  503: {
    description: "it cannot now",
    body: z.strictObject({ status: z.literal("not ready"), reason: z.string() }),
  },
};

/** Made once, since it is asked for most. */
const HEALTHY: Answer = { status: 200, content: { type: JSON_TYPE, data: '{"status":"ok"}' } };

type Page = Pick<PublicRoute, "path" | "operation" | "summary" | "answers">;

function open(page: Page, handle: PublicRoute["handle"]): PublicRoute {
  return { ...page, method: "GET", policy: PUBLIC, handle };
}

function metricsRoute({ metrics, publicMetrics }: PageOptions): Route {
  const place = {
    method: "GET",
    path: "/metrics",
    operation: "metrics",
    summary: "counts, as Prometheus reads them",
    answers: { 200: { description: "counts", type: METRICS_TYPE } },
  } as const;
  const handle = async () => text(METRICS_TYPE, metrics.text());
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
  return text(HTML_TYPE, data);
}

function text(type: string, data: string): Answer {
  return { status: 200, content: { type, data } };
}
