// MLflow's `meta.yaml`: one name and one plain value a line, in an order that is always the same.

export type MetaValue = string | number | null | readonly never[];

export function metaFile(values: Readonly<Record<string, MetaValue>>): string {
  // Each JSON value is a YAML value too.
  const lines = Object.entries(values).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `${lines.join("\n")}\n`;
}

/** The text of a value, however MLflow quoted it; undefined when the file has none of that name. */
export function metaValue(text: string, name: string): string | undefined {
  const line = text.split("\n").find((one) => one.startsWith(`${name}: `));
  const value = line?.slice(name.length + 2).trim();
  if (value === undefined) return undefined;
  if (value.startsWith("'")) return value.slice(1, -1).replaceAll("''", "'");
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value.slice(1, -1);
  }
}
