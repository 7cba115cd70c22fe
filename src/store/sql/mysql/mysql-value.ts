/** Whole numbers go as text: as numbers of a prepared statement they would be fractions, which `limit` refuses. */
export function bindable(value: unknown): string | number | null {
  if (typeof value === "string" || value === null) return value;
  if (Number.isSafeInteger(value)) return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "boolean") return value ? "1" : "0";
  throw new TypeError(`MySQL cannot be given the value '${String(value)}'`);
}
