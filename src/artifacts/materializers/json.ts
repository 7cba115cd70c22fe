// Plain data as JSON, the materializer of most outputs. What JSON has no word for is tagged:
// docs/decisions/json-format.md.
import { decodeJson } from "../formats/decode-json.js";
import { encodeJson } from "../formats/encode-json.js";
import { jsonKindOf } from "../formats/json-kind.js";
import type { Materializer, ValueDescription } from "../materializer.js";
import { rowStatistics } from "../statistics/table-statistics.js";
import { decodeText, encodeText } from "../text.js";
import { typeName } from "../type-name.js";

export const jsonMaterializer: Materializer<unknown> = {
  name: "json",
  media_type: "application/json",
  accepts: (value): value is unknown => isJsonLike(value),
  write: (value) => encodeText(encodeJson(value)),
  read: async (from) => decodeJson(decodeText(await from.bytes())),
  describe: describeJson,
};

/**
 * A plain data output of a known type.
 *
 * @example
 * ```ts
 * import { json, step } from "zenml";
 *
 * interface Row { readonly species: string; readonly mass: number }
 *
 * const load = step("load", { outputs: { rows: json<Row[]>() } }, () => ({
 *   rows: [{ species: "Adelie", mass: 3750 }],
 * }));
 * ```
 */
export function json<Value>(): Materializer<Value> {
  // The type is the person's promise about their own data; JSON keeps whatever it holds.
  return jsonMaterializer as Materializer<Value>;
}

/** Only the outermost value is looked at: what lies inside is refused with its path when written. */
function isJsonLike(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
    case "bigint":
      return true;
    case "object":
      return value === null || jsonKindOf(value) !== undefined;
    default:
      return false;
  }
}

function describeJson(value: unknown): ValueDescription {
  const data_type = typeName(value);
  if (Array.isArray(value))
    return { data_type, metadata: { items: value.length, ...rowStatistics(value) } };
  if (value instanceof Map || value instanceof Set) {
    return { data_type, metadata: { items: value.size } };
  }
  return { data_type };
}
