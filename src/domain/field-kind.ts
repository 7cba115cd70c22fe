// What kind of value a field holds, read off its schema: filters and columns are derived from it.
import type * as z from "zod/mini";
import { Timestamp } from "./entities/fields.js";
import type { Resource } from "./resources.js";

export interface FieldKind {
  readonly type: "text" | "time" | "integer" | "real" | "boolean" | "json";
  readonly nullable: boolean;
  /** Of an enumeration. */
  readonly values: readonly string[] | null;
}

/** Every field of a resource, in the order of its schema. */
export function fieldKinds(resource: Pick<Resource, "schema">): ReadonlyMap<string, FieldKind> {
  const fields = Object.entries(resource.schema.shape);
  return new Map(fields.map(([name, schema]) => [name, fieldKind(schema)]));
}

function fieldKind(schema: z.core.$ZodType): FieldKind {
  // The library's own union of all its types, told apart by `type`.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "nullable") return { ...fieldKind(def.innerType), nullable: true };
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
