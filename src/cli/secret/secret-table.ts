import type { Column } from "../output/output.js";

/** What stands for a value that is not shown. */
export const HIDDEN = "********";

type Row = readonly [key: string, value: string];

export const SECRET_COLUMNS: readonly Column<Row>[] = [
  { key: "key", header: "SECRET_KEY", align: "center", value: ([key]) => key },
  { key: "value", header: "SECRET_VALUE", value: ([, value]) => value },
];

/** The keys of a secret with nothing to be read off. */
export function hiddenRows(keys: readonly string[]): readonly Row[] {
  return keys.map((key) => [key, HIDDEN]);
}
