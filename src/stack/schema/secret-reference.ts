const REFERENCE = /\{\{\s*[^{}\s.]+\.[^{}\s]+\s*\}\}/;

/** Whether a value holds `{{name.key}}`: text that is filled in from a secret when it is used. */
export function isReference(value: unknown): boolean {
  return typeof value === "string" && REFERENCE.test(value);
}
