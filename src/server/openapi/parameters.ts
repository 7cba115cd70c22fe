// What may stand in a request's URL.
import { fieldKinds } from "../../domain/field-kind.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import type { DerivedQuery, Route } from "../routes/route.js";
import { filterList, filterText, valueSchema } from "./filter-schema.js";
import { jsonSchema } from "./json-schema.js";
import type { JsonSchema } from "./json-schema.js";
import { sortText, sortWords } from "./resource-schemas.js";

export type Parameter = JsonSchema;

const PLACES: Readonly<Record<string, string>> = {
  project: "name, id or the beginning of an id",
  user: "name or id",
  id: "the whole id",
};

export function parametersOf(route: Route): readonly Parameter[] {
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  const inPath = names.map((name) => ({
    name,
    in: "path",
    required: true,
    description: PLACES[name] ?? name,
    schema: { type: "string", minLength: 1 },
  }));
  return [...inPath, ...queryParameters(route)];
}

const LIMIT_TEXT =
  "most rows of a page; default 50. It may have fewer: the list goes on as long as next_cursor is no null";

function queryParameters({ query }: Route): readonly Parameter[] {
  if (query === undefined) return [];
  if (!("of" in query)) return declared(jsonSchema(query, "input"));
  return query.of === "list" ? listParameters(query.resource) : lookUpParameters(query);
}

function declared({ properties, required }: JsonSchema): readonly Parameter[] {
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries({ ...(typeof properties === "object" ? properties : {}) }).map(
    ([name, schema]) => ({
      name,
      in: "query",
      required: needed.includes(name),
      schema,
    }),
  );
}

function listParameters(resource: ResourceName): readonly Parameter[] {
  const kinds = fieldKinds(RESOURCES[resource]);
  const filters = RESOURCES[resource].filters.flatMap((field: string) => {
    const kind = kinds.get(field);
    if (kind === undefined) return [];
    return [query(field, `${field}=value or ${field}=operator:value`, filterText(kind))];
  });
  return [
    ...filters,
    {
      name: "filters",
      in: "query",
      description: "the same as JSON, for programs",
      content: { "application/json": { schema: filterList(resource) } },
    },
    query("sort", sortText(resource), { enum: sortWords(resource) }),
    query("limit", LIMIT_TEXT, { type: "integer", minimum: 1, maximum: 1000 }),
    query("cursor", "next_cursor of the page before", { type: "string" }),
    query("whole", "with the large fields", { type: "boolean" }),
  ];
}

function lookUpParameters({ resource }: DerivedQuery): readonly Parameter[] {
  return [
    {
      ...query("reference", "name, id or the beginning of an id", { type: "string" }),
      required: true,
    },
    {
      name: "within",
      in: "query",
      description: "values of fields that narrow it",
      content: { "application/json": { schema: withinSchema(resource) } },
    },
  ];
}

/** Each as the filter that asks for an equal value. */
function withinSchema(resource: ResourceName): JsonSchema {
  const kinds = fieldKinds(RESOURCES[resource]);
  const fields = RESOURCES[resource].filters.flatMap((field: string) => {
    const kind = kinds.get(field);
    if (kind === undefined || kind.type === "json") return [];
    return [[field, valueSchema(kind)] as const];
  });
  return {
    type: "object",
    properties: Object.fromEntries(fields),
    additionalProperties: false,
  };
}

function query(name: string, description: string, schema: JsonSchema): Parameter {
  return { name, in: "query", required: false, description, schema };
}
