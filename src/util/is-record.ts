/** Whether it is an object with fields, and no list. Example: `isRecord({ a: 1 })` is true, `isRecord([1])` is not. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
