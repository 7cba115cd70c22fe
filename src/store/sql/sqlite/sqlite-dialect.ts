import { SqliteQueryCompiler } from "kysely";
import type { Dialect } from "../dialect.js";

export const SQLITE: Dialect = {
  name: "sqlite",
  // Begins anew with each tree; making one takes longer than most trees.
  compiler: new SqliteQueryCompiler(),
  contains: "instr(?, ?) > 0",
  endsWith: "substr(?, -length(?)) = ?",
  withoutIndex: { text: "+?", number: "+?" },
  weighsOrders: false,
  behind: "row",
  inOrderOf: undefined,
  // For a bare parameter the statement would be compiled again each time: it is planned by its value.
  count: "? + 0",
  nextNumber: "cast(? + 1 as text)",
  unlessThere: "on conflict do nothing",
  columnType: ({ type }) => type,
  tableSuffix: (isClustered) => (isClustered ? "without rowid" : undefined),
};
