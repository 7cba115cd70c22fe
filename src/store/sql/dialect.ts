// What databases write differently, as data: the statements above are the same for all of them. Knows
// no connection.
import type { QueryCompiler } from "kysely";

export interface DialectColumn {
  readonly name: string;
  readonly type: "text" | "integer" | "real";
  /** Part of a primary key, a foreign key or an index: some databases index no long text. */
  readonly isKey: boolean;
}

/** Each `?` of a template is an operand. */
export interface Dialect {
  readonly name: "sqlite" | "mysql" | "postgres";
  readonly compiler: QueryCompiler;
  /** Text and what it contains. */
  readonly contains: string;
  /** Text, and twice what it ends with. */
  readonly endsWith: string;
  /** A column that is not to be looked up in an index. */
  readonly withoutIndex: Readonly<Record<"text" | "number", string>>;
  /** Whether it knows its rows well enough to choose between two indexes that both give the order. */
  readonly weighsOrders: boolean;
  /** How the rows behind another one are asked for, so that an index begins there. */
  readonly behind: "row" | "either";
  /** A table read in the order of an index; undefined: the database sees by itself that this is best. */
  readonly inOrderOf: string | undefined;
  /** The parameter of a limit or an offset. */
  readonly count: string;
  /** Text that is a number → the text of the next one. */
  readonly nextNumber: string;
  /** Ends an insert that leaves a row alone that is there already. */
  readonly unlessThere: string;
  readonly columnType: (column: DialectColumn) => string;
  /** What follows a table's columns; clustered: rows lie in the primary key itself. */
  readonly tableSuffix: (isClustered: boolean) => string | undefined;
}
