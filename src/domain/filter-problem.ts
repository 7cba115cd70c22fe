import { nearest } from "../util/nearest.js";
import { fieldKinds } from "./field-kind.js";
import type { FieldKind } from "./field-kind.js";
import { OWNED_OR_SHARED } from "./query.js";
import type { Filter, FilterOperator, FilterValue } from "./query.js";
import { RESOURCES, sortableFields } from "./resources.js";
import type { ResourceName } from "./resources.js";

const EQUALITY = ["eq", "ne", "in"] as const;
const ORDER = ["gt", "gte", "lt", "lte"] as const;

const OPERATORS: Record<FieldKind["type"], readonly FilterOperator[]> = {
  text: [...EQUALITY, ...ORDER, "contains", "startswith", "endswith"],
  time: [...EQUALITY, ...ORDER, "startswith"],
  integer: [...EQUALITY, ...ORDER],
  real: [...EQUALITY, ...ORDER],
  boolean: ["eq", "ne"],
  json: ["has"],
};

export function operatorsOf(kind: FieldKind): readonly FilterOperator[] {
  return OPERATORS[kind.type];
}

/** What is wrong with a filter, in a sentence that says what is allowed; undefined when nothing is. */
export function filterProblem(resource: ResourceName, filter: Filter): string | undefined {
  const { field, operator, value } = filter;
  const allowed: readonly string[] = RESOURCES[resource].filters;
  const kind = fieldKinds(RESOURCES[resource]).get(field);
  if (kind === undefined || !allowed.includes(field)) {
    return unknownField(resource, field, "filters");
  }
  const operators = operatorsOf(kind);
  if (operator === OWNED_OR_SHARED || !operators.includes(operator)) {
    return `'${field}' has no operator '${operator}'. Operators: ${operators.join(", ")}.`;
  }
  if (operator !== "in") {
    return Array.isArray(value)
      ? `'${field}' takes a list with the operator in, not with ${operator}.`
      : valueProblem(field, operator, { value: value as FilterValue, kind });
  }
  if (!Array.isArray(value)) return `'${field}' takes a list with the operator in.`;
  return value
    .map((one: FilterValue) => valueProblem(field, operator, { value: one, kind }))
    .find((problem) => problem !== undefined);
}

/** `Runs have no field 'statuss' to filter by.` with the nearest one and all that there are. */
export function unknownField(
  resource: ResourceName,
  field: string,
  list: "filters" | "sorts",
): string {
  const { label, filters } = RESOURCES[resource];
  const fields = list === "filters" ? filters : sortableFields(resource);
  const close = nearest(field, fields);
  const meant = close === undefined ? "" : ` Did you mean '${close}'?`;
  const verb = list === "filters" ? "filtered" : "sorted";
  return `A list of ${label}s cannot be ${verb} by '${field}'.${meant} Fields: ${fields.join(", ")}.`;
}

interface Given {
  readonly value: FilterValue;
  readonly kind: FieldKind;
}

function valueProblem(
  field: string,
  operator: FilterOperator,
  { value, kind }: Given,
): string | undefined {
  if (value === null) {
    if (!kind.nullable) return `'${field}' is never null.`;
    return EQUALITY.some((one) => one === operator)
      ? undefined
      : `'${field}' cannot be compared with null by ${operator}.`;
  }
  const expected = expectedType(kind);
  if (typeof value !== expected)
    return `'${field}' is compared with a ${expected}, not '${value}'.`;
  if (typeof value === "number" && !Number.isFinite(value)) return `'${field}' needs a number.`;
  return typeof value === "string" ? textProblem(field, operator, { value, kind }) : undefined;
}

function expectedType(kind: FieldKind): "number" | "boolean" | "string" {
  if (kind.type === "integer" || kind.type === "real") return "number";
  return kind.type === "boolean" ? "boolean" : "string";
}

const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;
const PATTERNS: readonly FilterOperator[] = ["contains", "startswith", "endswith", "has"];

function textProblem(
  field: string,
  operator: FilterOperator,
  { value, kind }: { readonly value: string; readonly kind: FieldKind },
): string | undefined {
  if (PATTERNS.includes(operator)) {
    return value === "" ? `'${field}' needs a value for the operator ${operator}.` : undefined;
  }
  if (kind.type === "time" && (!TIME.test(value) || Number.isNaN(Date.parse(value)))) {
    return `'${value}' is no time. Write 2026-01-31 or 2026-01-31T12:00:00Z (UTC).`;
  }
  const values = kind.values;
  if (values === null || values.includes(value)) return undefined;
  const close = nearest(value, values);
  const meant = close === undefined ? "" : ` Did you mean '${close}'?`;
  return `'${field}' is never '${value}'.${meant} Values: ${values.join(", ")}.`;
}
