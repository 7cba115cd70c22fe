// Filters as people write them: `name=contains:foo`, `created=gte:2026-01-01`, `status=in:failed,cancelled`.
import { nearest } from "../util/nearest.js";
import { ZenError } from "./errors.js";
import { fieldKinds } from "./field-kind.js";
import type { FieldKind } from "./field-kind.js";
import { filterProblem, operatorsOf, unknownField } from "./filter-problem.js";
import { FILTER_OPERATORS } from "./query.js";
import type { Filter, FilterOperator, FilterValue, Sort } from "./query.js";
import { RESOURCES, sortableFields } from "./resources.js";
import type { ResourceName } from "./resources.js";

/** Errors: `invalid_input` with every problem of every filter, naming the fields and operators that there are. */
export function parseFilters(resource: ResourceName, texts: readonly string[]): Filter[] {
  const outcomes = texts.map((text) => parseOne(resource, text));
  const problems = outcomes.filter((outcome) => typeof outcome === "string");
  if (problems.length > 0) throw filterError(problems);
  return outcomes.filter((outcome) => typeof outcome !== "string");
}

/** `created`, `created:desc` or `-created`. Errors: `invalid_input`, naming the fields to sort by. */
export function parseSort(resource: ResourceName, text: string): Sort {
  const [, minus, field = "", direction] = /^(-?)([^:]*)(?::(.*))?$/.exec(text) ?? [];
  if (!sortableFields(resource).includes(field)) {
    throw new ZenError("invalid_input", unknownField(resource, field, "sorts"));
  }
  if (direction !== undefined && direction !== "asc" && direction !== "desc") {
    throw new ZenError("invalid_input", `Lists cannot be sorted in the direction '${direction}'.`, {
      hint: `Write ${field}:asc or ${field}:desc.`,
    });
  }
  return { field, direction: direction ?? (minus === "-" ? "desc" : "asc") };
}

/** One error for what is wrong with a list's filters. */
export function filterError(problems: readonly string[]): ZenError {
  const message = problems.length === 1 ? problems[0] : `\n${problems.map(indent).join("\n")}`;
  return new ZenError("invalid_input", `The filter is not valid: ${message ?? ""}`, {
    hint: "Write field=value or field=operator:value, e.g. name=contains:foo.",
    details: { problems },
  });
}

function indent(line: string): string {
  return `  ${line}`;
}

function parseOne(resource: ResourceName, text: string): Filter | string {
  const [, field, rest] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (field === undefined || rest === undefined) return `'${text}' has no '='.`;
  const kind = fieldKinds(RESOURCES[resource]).get(field);
  const allowed: readonly string[] = RESOURCES[resource].filters;
  if (kind === undefined || !allowed.includes(field)) {
    return unknownField(resource, field, "filters");
  }
  const split = splitOperator(rest, kind);
  if ("problem" in split) return split.problem;
  const { operator, value } = split;
  const filter = { field, operator, value: readValue(operator, value, kind) };
  return filterProblem(resource, filter) ?? withDay(filter, kind);
}

type Split = { readonly operator: FilterOperator; readonly value: string };

function splitOperator(text: string, kind: FieldKind): Split | { readonly problem: string } {
  const isLink = kind.type === "json";
  const colon = text.indexOf(":");
  const word = colon === -1 ? "" : text.slice(0, colon);
  const operator = FILTER_OPERATORS.find((one) => one === word);
  if (operator !== undefined) return { operator, value: text.slice(colon + 1) };
  const close = /^[a-z]+$/.test(word) ? nearest(word, operatorsOf(kind)) : undefined;
  if (close === undefined) return { operator: isLink ? "has" : "eq", value: text };
  return {
    problem:
      `There is no operator '${word}'. Did you mean '${close}'? Operators: ` +
      `${operatorsOf(kind).join(", ")}. A value that begins so is written eq:${text}.`,
  };
}

function readValue(operator: FilterOperator, text: string, kind: FieldKind): Filter["value"] {
  if (operator === "in") return text.split(",").map((one) => readScalar(one, kind));
  return readScalar(text, kind);
}

/** What cannot be read stays text: the check that follows says what is wrong with it. */
function readScalar(text: string, kind: FieldKind): FilterValue {
  if (text === "null" && kind.nullable) return null;
  const isNumber = kind.type === "integer" || kind.type === "real";
  if (isNumber && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (kind.type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const END_OF_DAY = "T23:59:59.999Z";

/** A day without a time means the whole day: `lte` includes it, `gt` begins after it. */
function withDay(filter: Filter, kind: FieldKind): Filter {
  const { operator, value } = filter;
  if (kind.type !== "time" || typeof value !== "string") return filter;
  if (!DAY.test(value)) return { ...filter, value: asTime(operator, value) };
  if (operator === "eq") return { ...filter, operator: "startswith" };
  if (operator === "gt" || operator === "lte") return { ...filter, value: value + END_OF_DAY };
  return filter;
}

/** Without a zone it is UTC, as the times in lists are. */
function asTime(operator: Filter["operator"], value: string): string {
  if (operator === "startswith") return value;
  const hasZone = /(Z|[+-]\d\d:\d\d)$/.test(value);
  return new Date(hasZone ? value : `${value}Z`).toISOString();
}
