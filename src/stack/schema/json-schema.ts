// The part of JSON Schema that configurations use: what zod writes, and what ZenML's own files have.
// What a flavor's fields are, for checking, reading text and showing, is derived from it.
import * as z from "zod/mini";
import { JsonRecord } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import type { SchemaConfig } from "../described-config.js";
import type { Flavor } from "../flavor.js";

/** Keywords that are not here are ignored, as JSON Schema asks for. */
export interface JsonSchema {
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  /** Marks a secret, as ZenML's own schemas do. */
  readonly sensitive?: boolean | undefined;
  readonly default?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly pattern?: string | undefined;
  /** The pattern in words, completing "'path' …"; a keyword of ours. */
  readonly form?: string | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly exclusiveMaximum?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly items?: boolean | JsonSchema | readonly JsonSchema[] | undefined;
  readonly prefixItems?: readonly JsonSchema[] | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: boolean | JsonSchema | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly allOf?: readonly JsonSchema[] | undefined;
  readonly $ref?: string | undefined;
  readonly $defs?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly definitions?: Readonly<Record<string, JsonSchema>> | undefined;
}

const text = z.optional(z.string());
const number = z.optional(z.number());
const self: z.ZodMiniType<JsonSchema> = z.lazy(() => JsonSchema);
const list = z.optional(z.array(self));
const record = z.optional(z.record(z.string(), self));

export const JsonSchema: z.ZodMiniType<JsonSchema> = z.object({
  type: text,
  description: text,
  sensitive: z.optional(z.boolean()),
  default: z.optional(z.unknown()),
  enum: z.optional(z.array(z.unknown())),
  const: z.optional(z.unknown()),
  pattern: text,
  form: text,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  minLength: number,
  maxLength: number,
  minItems: number,
  maxItems: number,
  items: z.optional(z.union([z.boolean(), self, z.array(self)])),
  prefixItems: list,
  properties: record,
  required: z.optional(z.array(z.string())),
  additionalProperties: z.optional(z.union([z.boolean(), self])),
  anyOf: list,
  oneOf: list,
  allOf: list,
  $ref: text,
  $defs: record,
  definitions: record,
});

/** The schema of a flavor's configuration, as it may be stored. */
export function configSchema({ config }: Pick<Flavor, "config">): JsonRecord {
  return "jsonSchema" in config ? config.jsonSchema : jsonSchemaOf(config);
}

/** What may be given, not what comes out: a field with a default is not required. */
export function jsonSchemaOf(schema: z.core.$ZodType | SchemaConfig): JsonRecord {
  // Of any copy of zod: it looks for its mark.
  if (!(schema instanceof z.core.$ZodType))
    throw new ZenError("internal", "this is no schema of zod");
  return plainSchema(
    z.toJSONSchema(schema, {
      io: "input",
      unrepresentable: "any",
      override: ({ jsonSchema }) => {
        // zod bounds whole numbers by what a double can hold, which tells a person nothing.
        if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      },
    }),
  );
}

/** A plain copy without undefined members: what a store keeps. */
export function plainSchema(schema: object): JsonRecord {
  const { $schema: _, ...plain } = JsonRecord.parse(JSON.parse(JSON.stringify(schema)));
  return plain;
}

/** Follows `$ref` and a single `allOf` to the schema that says what the value is; what stands beside wins. */
export function resolved(schema: JsonSchema, root: JsonSchema, depth = 0): JsonSchema {
  const { $ref, allOf, ...beside } = schema;
  const target = $ref === undefined ? allOf?.[0] : definition($ref, root);
  if (target === undefined || depth > MAX_DEPTH) return schema;
  const said = Object.entries(beside).filter(([, value]) => value !== undefined);
  return { ...resolved(target, root, depth + 1), ...Object.fromEntries(said) };
}

const MAX_DEPTH = 32;

function definition(reference: string, root: JsonSchema): JsonSchema | undefined {
  const [, name] = /^#\/(?:\$defs|definitions)\/(.+)$/.exec(reference) ?? [];
  if (reference === "#") return root;
  return name === undefined ? undefined : (root.$defs?.[name] ?? root.definitions?.[name]);
}
