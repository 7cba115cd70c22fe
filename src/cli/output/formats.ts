// Answers for programs: JSON, YAML and CSV.

export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2) ?? "null"}\n`;
}

export async function toYaml(value: unknown): Promise<string> {
  const { dump } = await import("js-yaml");
  return dump(value, { noRefs: true, lineWidth: -1, skipInvalid: true });
}

/** RFC 4180: CRLF line ends, quotes where they are needed, a header first. */
export function toCsv(header: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [header, ...rows].map((row) => `${row.map(csvField).join(",")}\r\n`).join("");
}

function csvField(value: unknown): string {
  const text = plainText(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A value as text: nothing for null, JSON for anything with parts. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
