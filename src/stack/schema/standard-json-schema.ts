// The JSON schema of a validator that tells it: zod's, or one that follows Standard JSON Schema.
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { jsonSchemaOf, plainSchema } from "./json-schema.js";

/** What may be given to it. Undefined: it does not tell. */
export function standardJsonSchema(schema: StandardSchemaV1): JsonRecord | undefined {
  try {
    if (isZod(schema)) return jsonSchemaOf(schema);
    const { "~standard": standard } = schema;
    const converter: unknown = "jsonSchema" in standard ? standard.jsonSchema : undefined;
    if (typeof converter !== "object" || converter === null || !("input" in converter)) {
      return undefined;
    }
    if (typeof converter.input !== "function") return undefined;
    return plainSchema(converter.input({ target: "draft-2020-12" }));
  } catch {
    // A type that JSON schema has no word for.
    return undefined;
  }
}

function isZod(
  schema: StandardSchemaV1,
): schema is StandardSchemaV1 & Parameters<typeof jsonSchemaOf>[0] {
  return "_zod" in schema;
}
