// How lists are filtered, as schemas: of text in a URL, and of filters in JSON.
import { fieldKinds } from "../../domain/field-kind.js";
import type { FieldKind } from "../../domain/field-kind.js";
import { operatorsOf } from "../../domain/filter-problem.js";
import type { FilterOperator } from "../../domain/query.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import type { JsonSchema } from "./json-schema.js";

const DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?";
const ZONE = "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
const TIME = `${DATE}(T${CLOCK}${ZONE}?)?`;
/** Looked for in the text of a value: anything. */
const SEARCHES: readonly FilterOperator[] = ["contains", "startswith", "endswith", "has"];
const SOME = { minLength: 1 };
const ANY = "[\\s\\S]";

/** `VALUE`, or `OPERATOR:VALUE`. Of text any value is one. */
export function filterText(kind: FieldKind): JsonSchema {
  const value = valuePattern(kind);
  if (value === undefined) return { type: "string", ...(kind.type === "json" && SOME) };
  const operators = operatorsOf(kind).map((operator) => {
    if (SEARCHES.includes(operator)) return `${operator}:${ANY}+`;
    return operator === "in" ? `in:${value}(,${value})*` : `${operator}:${value}`;
  });
  return { type: "string", pattern: `^(${[value, ...operators].join("|")})$` };
}

function valuePattern(kind: FieldKind): string | undefined {
  const { nullable, values } = kind;
  const some = values === null ? PATTERNS[kind.type] : `(${values.join("|")})`;
  return some !== undefined && nullable ? `(${some}|null)` : some;
}

const PATTERNS: Readonly<Record<FieldKind["type"], string | undefined>> = {
  text: undefined,
  json: undefined,
  time: TIME,
  integer: "-?[0-9]{1,15}",
  real: "-?[0-9]{1,15}(\\.[0-9]{1,15})?",
  boolean: "(true|false)",
};

export function filterList(resource: ResourceName): JsonSchema {
  const kinds = fieldKinds(RESOURCES[resource]);
  const filters = RESOURCES[resource].filters.flatMap((field) => {
    const kind = kinds.get(field);
    return kind === undefined ? [] : filtersOf(field, kind);
  });
  return { type: "array", items: { anyOf: filters } };
}

/** By operators that take the same values. */
function filtersOf(field: string, kind: FieldKind): readonly JsonSchema[] {
  const operators = operatorsOf(kind);
  const has = (wanted: readonly FilterOperator[]) =>
    operators.filter((operator) => wanted.includes(operator));
  const value = valueSchema(kind);
  const orNull = kind.nullable ? { anyOf: [value, { type: "null" }] } : value;
  const groups: readonly (readonly [readonly FilterOperator[], JsonSchema])[] = [
    [has(["eq", "ne"]), orNull],
    [has(["in"]), { type: "array", items: orNull }],
    [has(["gt", "gte", "lt", "lte"]), value],
    [has(SEARCHES), { type: "string", minLength: 1 }],
  ];
  return groups
    .filter(([some]) => some.length > 0)
    .map(([some, schema]) => ({
      type: "object",
      properties: { field: { const: field }, operator: { enum: some }, value: schema },
      required: ["field", "operator", "value"],
      additionalProperties: false,
    }));
}

export function valueSchema({ type, values }: FieldKind): JsonSchema {
  if (values !== null) return { enum: values };
  switch (type) {
    case "time":
      return { type: "string", pattern: `^${TIME}$` };
    case "integer":
    case "real":
      return { type: "number" };
    case "boolean":
      return { type: "boolean" };
    case "text":
    case "json":
      return { type: "string" };
  }
}
