// What requests and answers about a resource hold, from its row in the table and its schema.
import { Id } from "../../domain/entities/fields.js";
import { fieldKinds } from "../../domain/field-kind.js";
import { RESOURCES, RESOURCE_NAMES, sortableFields } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { SCHEMAS } from "../../domain/schemas.js";
import { filterList } from "./filter-schema.js";
import { jsonSchema, refTo } from "./json-schema.js";
import type { JsonSchema } from "./json-schema.js";

type Properties = Readonly<Record<string, unknown>>;

/** What the store fills in, or keeps as it was made. */
const GENERATED: readonly string[] = ["id", "created", "updated", "project_id", "user_id"];
const FIXED: readonly string[] = ["id", "created", "project_id", "user_id"];

/** By the names that routes use. */
export function resourceSchemas(resource: ResourceName): Readonly<Record<string, JsonSchema>> {
  const { details, sealed } = RESOURCES[resource];
  const whole = wholeSchema(resource);
  const properties = propertiesOf(whole);
  const summary = details.length === 0 ? resource : `${resource}_summary`;
  const answers = {
    [resource]: whole,
    ...(summary !== resource && { [summary]: object(without(properties, details)) }),
    [`${resource}_page`]: pageOf(resource, summary),
  };
  if (sealed === true) return answers;
  const set = without(properties, FIXED);
  return {
    ...answers,
    [`${resource}_query`]: querySchema(resource),
    [`${resource}_create`]: object(properties, requiredOf(resource, properties)),
    [`${resource}_set`]: object(set, []),
    [`${resource}_expect`]: expectSchema(resource),
    [`${resource}_update`]: object(
      { set: refTo(`${resource}_set`), expect: refTo(`${resource}_expect`) },
      ["set"],
    ),
  };
}

/** The changes of a batch, each as strict as one alone. */
export function changesSchema(): JsonSchema {
  const changes = RESOURCE_NAMES.flatMap((resource) => {
    const shared = { resource: { const: resource } };
    const id = jsonSchema(Id, "input");
    return [
      object({ op: { const: "create" }, ...shared, entity: refTo(resource) }),
      object(
        {
          op: { const: "update" },
          ...shared,
          id,
          set: refTo(`${resource}_set`),
          expect: refTo(`${resource}_expect`),
        },
        ["op", "resource", "id", "set"],
      ),
      object({ op: { const: "delete" }, ...shared, id }),
    ];
  });
  return object({ changes: { type: "array", items: { oneOf: changes } } });
}

function wholeSchema(resource: ResourceName): JsonSchema {
  return jsonSchema(SCHEMAS[resource], "output");
}

function propertiesOf({ properties }: JsonSchema): Properties {
  return { ...(typeof properties === "object" ? properties : {}) };
}

function pageOf(resource: ResourceName, summary: string): JsonSchema {
  const items = summary === resource ? refTo(resource) : { anyOf: [summary, resource].map(refTo) };
  return object({
    items: { type: "array", items },
    next_cursor: { type: ["string", "null"], description: "the cursor of the page behind it" },
  });
}

export function sortWords(resource: ResourceName): readonly string[] {
  const { sorts } = RESOURCES[resource];
  return sorts.flatMap((field) => [field, `-${field}`, `${field}:asc`, `${field}:desc`]);
}

/** What no schema says: sorts that need a filter. */
export function sortText(resource: ResourceName): string {
  const { bounded, sorts } = RESOURCES[resource];
  if (bounded === undefined) return "field, -field or field:desc";
  const others = sortableFields(resource).filter((field) => !sorts.some((one) => one === field));
  return `field, -field or field:desc; where ${bounded.by} is given, ${others.join(" and ")} too`;
}

function querySchema(resource: ResourceName): JsonSchema {
  const properties = {
    filters: filterList(resource),
    sort: { enum: sortWords(resource), description: sortText(resource) },
    limit: { type: "integer", minimum: 1, maximum: 1000 },
    cursor: { type: "string", description: "next_cursor of the page before" },
    whole: { type: "boolean", description: "with the large fields" },
  };
  return object(properties, []);
}

function requiredOf(resource: ResourceName, properties: Properties): readonly string[] {
  const kinds = fieldKinds(RESOURCES[resource]);
  return Object.keys(properties).filter(
    (field) => !GENERATED.includes(field) && kinds.get(field)?.nullable !== true,
  );
}

/** Of a field that is one value: the values of which it must have one now. */
function expectSchema(resource: ResourceName): JsonSchema {
  const value = { type: ["string", "number", "boolean", "null"] };
  const fields = [...fieldKinds(RESOURCES[resource])].filter(([, { type }]) => type !== "json");
  const lists = fields.map(([field]) => [field, { type: "array", items: value }] as const);
  return object(Object.fromEntries(lists), []);
}

function without(properties: Properties, fields: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !fields.includes(name)));
}

function object(
  properties: Properties,
  required: readonly string[] = Object.keys(properties),
): JsonSchema {
  return { type: "object", properties, required, additionalProperties: false };
}
