// Checks a value against a JSON schema and says every problem in words a person can act on. References
// to secrets stand for any text. Knows schemas; not flavors.
import { nearest } from "../../util/nearest.js";
import { resolved } from "./json-schema.js";
import type { JsonSchema } from "./json-schema.js";
import { isReference } from "./secret-reference.js";

interface Place {
  readonly root: JsonSchema;
  /** `labels.team`, `hosts[0]`; empty for the whole. */
  readonly path: string;
}

/** @param owner what the attributes belong to, for what it does not have: `the orchestrator flavor 'local'` */
export function checkValue(schema: JsonSchema, value: unknown, owner: string): string[] {
  return isObject(value)
    ? objectProblems(schema, value, { root: schema, path: "" }, owner)
    : [`${owner} takes an object, not ${shown(value)}`];
}

function problemsOf(given: JsonSchema, value: unknown, place: Place): string[] {
  const schema = resolved(given, place.root);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return alternativeProblems(alternatives, value, place);
  const wrong = typeProblem(schema, value);
  if (wrong !== undefined) {
    const found = schema.sensitive === true ? typeLabel({ type: typeOf(value) }) : shown(value);
    return [`'${place.path}' is ${wrong}, not ${found}`];
  }
  if (typeof value === "string") return textProblems(schema, value, place);
  if (typeof value === "number") return numberProblems(schema, value, place);
  if (Array.isArray(value)) return listProblems(schema, value, place);
  if (isObject(value)) return objectProblems(schema, value, place, `'${place.path}'`);
  return [];
}

/** The first that fits; where none does, what the one of the same type has against it. */
function alternativeProblems(
  alternatives: readonly JsonSchema[],
  value: unknown,
  place: Place,
): string[] {
  const answers = alternatives.map((one) => problemsOf(one, value, place));
  if (answers.some((problems) => problems.length === 0)) return [];
  const close = alternatives.findIndex(
    (one) => typeProblem(resolved(one, place.root), value) === undefined,
  );
  const wanted = alternatives.map((one) => typeLabel(resolved(one, place.root)));
  return (
    answers[close] ?? [
      `'${place.path}' is ${[...new Set(wanted)].join(" or ")}, not ${shown(value)}`,
    ]
  );
}

/** What the value should be, when it is something else. */
function typeProblem(schema: JsonSchema, value: unknown): string | undefined {
  if (schema.const !== undefined && schema.const !== value) return shown(schema.const);
  const isOther = schema.enum !== undefined && !schema.enum.includes(value);
  if (isOther && !isReference(value)) return typeLabel(schema);
  return fitsType(schema.type, value) ? undefined : typeLabel(schema);
}

function fitsType(type: string | undefined, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "integer":
      return Number.isSafeInteger(value);
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "null":
      return value === null;
    default:
      return true;
  }
}

const LABELS: Readonly<Record<string, string>> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  null: "null",
};

/** What a person reads of a type: `a whole number`, `one of a, b`. */
export function typeLabel(schema: JsonSchema): string {
  if (schema.enum !== undefined) return `one of ${schema.enum.map(String).join(", ")}`;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return alternatives.map(typeLabel).join(" or ");
  return LABELS[schema.type ?? ""] ?? "any value";
}

function textProblems(schema: JsonSchema, value: string, { path }: Place): string[] {
  if (isReference(value)) return [];
  const { minLength = 0, maxLength = Infinity, pattern } = schema;
  if (value.length < minLength && value === "") return [`'${path}' is empty`];
  if (value.length < minLength || value.length > maxLength) {
    return [`'${path}' has ${range(minLength, maxLength)} characters, not ${value.length}`];
  }
  if (pattern !== undefined && !matches(pattern, value)) {
    const found = schema.sensitive === true ? "" : `, not ${shown(value)}`;
    return [`'${path}' ${schema.form ?? `has the form ${pattern}`}${found}`];
  }
  return [];
}

/** A pattern that is none says nothing: the flavor itself checks again when it is used. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}

function numberProblems(schema: JsonSchema, value: number, { path }: Place): string[] {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  const { exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema;
  if (value <= exclusiveMinimum)
    return [`'${path}' is more than ${exclusiveMinimum}, not ${value}`];
  if (value >= exclusiveMaximum)
    return [`'${path}' is less than ${exclusiveMaximum}, not ${value}`];
  if (value >= minimum && value <= maximum) return [];
  return [`'${path}' is ${range(minimum, maximum)}, not ${value}`];
}

function listProblems(schema: JsonSchema, value: readonly unknown[], place: Place): string[] {
  const { minItems = 0, maxItems = Infinity, items } = schema;
  if (value.length < minItems || value.length > maxItems) {
    return [`'${place.path}' has ${range(minItems, maxItems)} entries, not ${value.length}`];
  }
  const first = schema.prefixItems ?? (isList(items) ? items : []);
  const others = typeof items === "object" && !isList(items) ? items : undefined;
  return value.flatMap((item, index) => {
    const schemaOfItem = first[index] ?? others;
    const path = `${place.path}[${index}]`;
    return schemaOfItem === undefined ? [] : problemsOf(schemaOfItem, item, { ...place, path });
  });
}

function objectProblems(
  given: JsonSchema,
  value: Readonly<Record<string, unknown>>,
  place: Place,
  owner: string,
): string[] {
  const schema = resolved(given, place.root);
  const { properties = {}, required = [], additionalProperties = true } = schema;
  const pathOf = (name: string) => (place.path === "" ? name : `${place.path}.${name}`);
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  const problems = Object.entries(value).flatMap(([name, item]) => {
    const at = { ...place, path: pathOf(name) };
    if (Object.hasOwn(properties, name)) return problemsOf(properties[name] ?? {}, item, at);
    if (typeof additionalProperties === "object") return problemsOf(additionalProperties, item, at);
    return additionalProperties
      ? []
      : [unknownAttribute({ name, path: at.path, owner, properties, missing, given: value })];
  });
  return [...problems, ...missing.map((name) => `'${pathOf(name)}' is missing`)];
}

interface Unknown {
  readonly name: string;
  readonly path: string;
  readonly owner: string;
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly missing: readonly string[];
  readonly given: Readonly<Record<string, unknown>>;
}

function unknownAttribute({ name, path, owner, properties, missing, given }: Unknown): string {
  const names = Object.keys(properties);
  const free = names.filter((other) => !Object.hasOwn(given, other));
  // What is missing was most likely meant.
  const close = nearest(name, missing) ?? nearest(name, free) ?? nearest(name, names);
  const what = `'${path}' is no attribute of ${owner}`;
  if (close !== undefined) return `${what}; did you mean '${close}'?`;
  return names.length === 0
    ? `${what}, which has none`
    : `${what}; there ${names.length === 1 ? "is" : "are"} ${names.join(", ")}`;
}

function range(minimum: number, maximum: number): string {
  if (minimum === maximum) return String(minimum);
  if (maximum === Infinity) return `at least ${minimum}`;
  return minimum === -Infinity ? `at most ${maximum}` : `${minimum} to ${maximum}`;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

const MAX_SHOWN = 40;

/** Type and value of what was given; long values are cut. */
function shown(value: unknown): string {
  if (typeof value === "string") return value === "" ? "empty text" : `'${cut(value)}'`;
  if (Array.isArray(value)) return `the list ${cut(JSON.stringify(value))}`;
  if (isObject(value)) return `the object ${cut(JSON.stringify(value))}`;
  return String(value);
}

function cut(value: string): string {
  return value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly JsonSchema[] {
  return Array.isArray(value);
}
