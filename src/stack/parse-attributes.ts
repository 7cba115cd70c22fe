// Attributes come from the command line as text; the flavor's schema says what each of them means.
import type { Json, JsonRecord } from "../domain/entities/fields.js";
import { flavorLabel } from "./check-configuration.js";
import type { Flavor } from "./flavor.js";
import { fieldsOf } from "./schema/config-fields.js";
import type { ConfigField } from "./schema/config-fields.js";
import type { JsonSchema } from "./schema/json-schema.js";

export interface GivenAttribute {
  readonly key: string;
  /** Undefined for a bare `--key`. */
  readonly value: string | undefined;
}

export interface ParsedAttributes {
  /** What the words mean; whether that suits the flavor, `checkConfiguration` tells. */
  readonly configuration: JsonRecord;
  readonly problems: readonly string[];
}

/** `--port=8093`, `--synchronous=true`, a bare `--synchronous`, and JSON for lists and objects. */
export function parseAttributes(
  flavor: Flavor,
  attributes: readonly GivenAttribute[],
): ParsedAttributes {
  const fields = fieldsOf(flavor);
  const configuration = new Map<string, Json>();
  const problems: string[] = [];
  for (const { key, value } of attributes) {
    const name = key.replaceAll("-", "_");
    const field = fields.find((one) => one.name === key) ?? fields.find((one) => one.name === name);
    const attribute = field?.name ?? key;
    if (configuration.has(attribute)) problems.push(`'${attribute}' is given twice`);
    if (value !== undefined) {
      configuration.set(attribute, field === undefined ? value : meaning(field, value));
    } else if (field !== undefined && types(field.schema).includes("boolean")) {
      configuration.set(attribute, true);
    } else {
      const example = field === undefined ? `of ${flavorLabel(flavor)} ` : "";
      problems.push(`the attribute '${attribute}' ${example}needs a value: --${attribute}=VALUE`);
    }
  }
  return { configuration: Object.fromEntries(configuration), problems };
}

/** Text that means nothing to the field stays text: the check says what was expected. */
function meaning({ schema }: ConfigField, value: string): Json {
  const wanted = types(schema);
  if (wanted.includes("boolean") && /^(?:true|false)$/i.test(value)) {
    return value.toLowerCase() === "true";
  }
  const isNumeric = wanted.includes("integer") || wanted.includes("number");
  if (isNumeric && /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value)) return Number(value);
  const first = value.trimStart()[0];
  const isJson =
    (wanted.includes("array") && first === "[") || (wanted.includes("object") && first === "{");
  return isJson ? (json(value) ?? value) : value;
}

function types(schema: JsonSchema): string[] {
  const alternatives = schema.anyOf ?? schema.oneOf ?? [];
  return [...(schema.type === undefined ? [] : [schema.type]), ...alternatives.flatMap(types)];
}

function json(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}
