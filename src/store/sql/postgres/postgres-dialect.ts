import { PostgresQueryCompiler } from "kysely";
import type { Dialect, DialectColumn } from "../dialect.js";

// Text compares by code point, whatever the database's own order is.
const TYPES: Readonly<Record<DialectColumn["type"], string>> = {
  text: 'text collate "C"',
  integer: "bigint",
  real: "double precision",
};

export const POSTGRES: Dialect = {
  name: "postgres",
  compiler: new PostgresQueryCompiler(),
  contains: "strpos(?, ?) > 0",
  endsWith: "right(?, char_length(?)) = ?",
  withoutIndex: { text: "(? || '')", number: "(? + 0)" },
  weighsOrders: true,
  behind: "row",
  inOrderOf: undefined,
  count: "?",
  nextNumber: "cast(cast(? as bigint) + 1 as text)",
  unlessThere: "on conflict do nothing",
  columnType: ({ type }) => TYPES[type],
  tableSuffix: () => undefined,
};
