import type { Secret } from "../../stack/secrets-manager.js";
import type { Context } from "../framework/context.js";
import { SECRET_COLUMNS, hiddenRows } from "./secret-table.js";

/** What was done to a secret: its keys alone. */
export async function showHidden(
  sentence: string,
  { name, schema, values }: Secret,
  { output }: Context,
): Promise<void> {
  const keys = Object.keys(values);
  if (output.format !== "table") return output.answer(sentence, { name, schema, keys });
  output.line(sentence);
  await output.list({ columns: SECRET_COLUMNS, rows: hiddenRows(keys), empty: "" });
}
