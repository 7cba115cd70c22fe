import { expect, test } from "vitest";
import type * as z from "zod/mini";
import { Timestamp } from "./entities/fields.js";
import { fieldKinds } from "./field-kind.js";
import type { FieldKind } from "./field-kind.js";
import { RESOURCES, TABLE_NAMES } from "./resources.js";
import { SCHEMAS } from "./schemas.js";

function kindOf(schema: z.core.$ZodType): FieldKind {
  // The library's own union of all its types, told apart by `type`.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "nullable") return { ...kindOf(def.innerType), nullable: true };
  const plain = { nullable: false, values: null };
  if (schema === Timestamp) return { ...plain, type: "time" };
  if (def.type === "string") return { ...plain, type: "text" };
  if (def.type === "boolean") return { ...plain, type: "boolean" };
  if (def.type === "enum") {
    return { ...plain, type: "text", values: Object.values(def.entries).map(String) };
  }
  if (def.type === "number") {
    const isInteger = "format" in def && def.format === "safeint";
    return { ...plain, type: isInteger ? "integer" : "real" };
  }
  return { ...plain, type: "json" };
}

test.each(TABLE_NAMES)(
  "the kinds of a %s's fields are those of its schema, in its order",
  (name) => {
    const expected = Object.entries(SCHEMAS[name].shape).map(([field, schema]) => [
      field,
      kindOf(schema),
    ]);
    expect([...fieldKinds(RESOURCES[name])]).toEqual(expected);
  },
);
