// The API's own description, derived from the routes and the table of resources. It may know neither
// stores nor who asks.
import * as z from "zod/mini";
import { API_ROOT, IDEMPOTENCY_HEADER } from "../../domain/api.js";
import { RESOURCES, RESOURCE_NAMES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { VERSION } from "../../util/version.js";
import { COOKIES, CSRF_HEADER } from "../auth/authenticator.js";
import { PUBLIC, isPublic } from "../routes/route.js";
import type { AnswerShape, PublicRoute, Route } from "../routes/route.js";
import { errorSchema } from "./error-schema.js";
import { SHARED, jsonSchema, shapeSchema } from "./json-schema.js";
import type { JsonSchema } from "./json-schema.js";
import { linksOf } from "./links.js";
import { parametersOf } from "./parameters.js";
import { refusalsOf } from "./refusals.js";
import { changesSchema, resourceSchemas } from "./resource-schemas.js";

export interface Operation extends JsonSchema {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  /** Who may. */
  readonly "x-access": string;
  readonly security: readonly JsonSchema[];
  readonly parameters: readonly JsonSchema[];
  readonly requestBody?: JsonSchema;
  readonly responses: Readonly<Record<string, JsonSchema>>;
}

export interface OpenApi extends JsonSchema {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: JsonSchema; readonly securitySchemes: JsonSchema };
}

export function openApiRoute(routes: readonly Route[]): PublicRoute {
  let document: object | undefined;
  const route: PublicRoute = {
    method: "GET",
    path: `${API_ROOT}/openapi.json`,
    operation: "get_openapi",
    summary: "this document",
    policy: PUBLIC,
    answers: { 200: { description: "OpenAPI 3.1", body: z.looseObject({ openapi: z.string() }) } },
    handle: async () => ({ status: 200, body: (document ??= openApi([...routes, route])) }),
  };
  return route;
}

export function openApi(routes: readonly Route[]): OpenApi {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "ZenML",
      version: VERSION,
      description: "Pipelines, their runs and what they are made of.",
      license: { name: "Apache 2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    paths,
    components: { schemas: schemasOf(routes), securitySchemes: SECURITY },
  };
}

const SECURITY = {
  token: { type: "http", scheme: "bearer", description: "a login's token, or an API token" },
  cookie: { type: "apiKey", in: "cookie", name: COOKIES.plain, description: "a browser's login" },
  csrf: { type: "apiKey", in: "header", name: CSRF_HEADER, description: "csrf_token of /me" },
};

function schemasOf(routes: readonly Route[]): JsonSchema {
  const listed = routes.flatMap(({ query }) =>
    query !== undefined && "of" in query ? [query.resource] : [],
  );
  const resources = new Set<ResourceName>([...RESOURCE_NAMES, ...listed]);
  const { json: _anything, ...shared } = SHARED;
  const named = Object.entries(shared).map(
    ([name, schema]) => [name, jsonSchema(schema, "output")] as const,
  );
  return {
    json: { description: "any JSON value" },
    ...Object.fromEntries(named),
    ...Object.assign({}, ...[...resources].map((resource) => resourceSchemas(resource))),
    changes: changesSchema(),
    error: errorSchema(),
  };
}

function operationOf(route: Route): Operation {
  const { policy, operation, summary, body } = route;
  return {
    operationId: operation,
    summary,
    tags: [tagOf(route)],
    parameters: [...parametersOf(route), ...(route.method === "GET" ? [] : KEY)],
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: shapeSchema(body, "input") } },
      },
    }),
    security: isPublic(route) ? [] : route.method === "GET" ? READING : CHANGING,
    "x-access": "resource" in policy ? `${policy.access}:${policy.resource}` : policy.access,
    responses: { ...refusalsOf(route), ...answersOf(route) },
  };
}

const KEY = [
  {
    name: IDEMPOTENCY_HEADER,
    in: "header",
    required: false,
    description: "a change that is sent again with the same key is answered the same and done once",
    schema: { type: "string", pattern: "^[!-~]{1,255}$" },
  },
];
const READING = [{ token: [] }, { cookie: [] }];
/** A page of somebody else's can send a cookie and knows no token. */
const CHANGING = [{ token: [] }, { cookie: [], csrf: [] }];

export function tagOf({ policy, path }: Route): string {
  if ("resource" in policy && path.includes(`/${RESOURCES[policy.resource].plural}`)) {
    return RESOURCES[policy.resource].plural;
  }
  return path.startsWith("/api/") ? "server and people" : "pages and probes";
}

function answersOf(route: Route): Readonly<Record<string, JsonSchema>> {
  const answers = Object.entries(route.answers).map(([status, answer]) => {
    const links = linksOf(route, Number(status));
    return [status, { ...answerOf(answer), ...(links && { links }) }] as const;
  });
  return Object.fromEntries(answers);
}

function answerOf({ description, body, type }: AnswerShape): JsonSchema {
  if (type !== undefined) return { description, content: { [type]: {} } };
  if (body === undefined) return { description };
  return { description, content: { "application/json": { schema: shapeSchema(body, "output") } } };
}
