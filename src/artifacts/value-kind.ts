// The brand of the values that people wrap their content in. A registered symbol, so that values made
// by another copy of the package are recognised.

export const VALUE_KIND = Symbol.for("zenml.value");

export type ValueKind = "file" | "html" | "markdown" | "image" | "shaped_array";

/** Whether a value is one of ours, of that kind. */
export function isOfKind(value: unknown, kind: ValueKind): boolean {
  return (
    typeof value === "object" && value !== null && VALUE_KIND in value && value[VALUE_KIND] === kind
  );
}
