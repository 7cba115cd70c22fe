// The API's own description, derived from the routes and the schemas of the resources.
import * as z from "zod/mini";
import { API_ROOT } from "../domain/api.js";
import { RESOURCES, RESOURCE_NAMES } from "../domain/resources.js";
import type { ResourceName } from "../domain/resources.js";
import { SCHEMAS } from "../domain/schemas.js";
import { VERSION } from "../util/version.js";
import { PUBLIC, isPublic } from "./routes/route.js";
import type { PublicRoute, Route } from "./routes/route.js";

export function openApiRoute(routes: readonly Route[]): PublicRoute {
  let document: object | undefined;
  return {
    method: "GET",
    path: `${API_ROOT}/openapi.json`,
    summary: "this document",
    policy: PUBLIC,
    handle: async () => ({ status: 200, body: (document ??= openApi(routes)) }),
  };
}

export function openApi(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "ZenML", version: VERSION },
    paths,
    components: {
      schemas: Object.fromEntries([
        ...RESOURCE_NAMES.map((name) => [name, schemaOf(name)]),
        ["error", ERROR],
      ]),
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
    },
  };
}

const ERROR = {
  type: "object",
  properties: {
    error: {
      type: "object",
      properties: {
        code: { type: "string" },
        message: { type: "string" },
        hint: { type: ["string", "null"] },
        details: { type: ["object", "null"] },
      },
      required: ["code", "message", "hint", "details"],
    },
  },
  required: ["error"],
};

function schemaOf(name: ResourceName): object {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(SCHEMAS[name]);
  return schema;
}

function operation(route: Route): object {
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  const parameters = [
    ...names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
    ...queryParameters(route),
  ];
  const { policy } = route;
  return {
    summary: route.summary,
    parameters,
    ...("resource" in policy && { tags: [RESOURCES[policy.resource].plural] }),
    security: isPublic(route) ? [] : [{ token: [] }],
    "x-access": policy.access,
    responses: {
      ...okOf(route),
      default: { description: "an error", content: json({ $ref: "#/components/schemas/error" }) },
    },
  };
}

function queryParameters({ method, path, policy }: Route): object[] {
  const isList =
    method === "GET" && "resource" in policy && path.endsWith(pluralOf(policy.resource));
  if (!isList) return [];
  const query = (name: string, description: string) => ({
    name,
    in: "query",
    description,
    schema: { type: "string" },
  });
  return [
    ...RESOURCES[policy.resource].filters.map((field) =>
      query(field, `${field}=value or ${field}=operator:value`),
    ),
    query("sort", "field, -field or field:desc"),
    query("limit", "1 to 1000"),
    query("cursor", "next_cursor of the page before"),
    query("whole", "true: with the large fields"),
  ];
}

function okOf({ method, path, policy }: Route): object {
  if (!("resource" in policy)) return { "2XX": { description: "done" } };
  if (method === "DELETE") return { 204: { description: "deleted" } };
  const one = { $ref: `#/components/schemas/${policy.resource}` };
  const last = path.split("/").at(-1);
  const isPage = last === "query" || (method === "GET" && last === pluralOf(policy.resource));
  if (!isPage) return { "2XX": { description: "the entity", content: json(one) } };
  const page = {
    type: "object",
    properties: {
      items: { type: "array", items: one },
      next_cursor: { type: ["string", "null"] },
    },
  };
  return { 200: { description: "a page", content: json(page) } };
}

function pluralOf(resource: ResourceName): string {
  return RESOURCES[resource].plural;
}

function json(schema: object): object {
  return { "application/json": { schema } };
}
