// How migrations say what a table is like: data that no later change of the resource table alters.
import type { Dialect } from "../dialect.js";

export type NullableColumnSpec = "text null" | "integer null" | "real null";
export type ColumnSpec = "text" | "integer" | "real" | NullableColumnSpec;

export interface ForeignKeySpec {
  readonly column: string;
  readonly table: string;
  readonly on_delete: "cascade" | "set null" | "restrict";
  /** Where the parent's table lies, when an earlier migration made it. */
  readonly home?: "history";
}

export interface IndexSpec {
  readonly columns: readonly string[];
  readonly unique?: boolean;
}

export interface TableSpec {
  readonly name: string;
  /** A store of YAML files keeps its history alone in a database. */
  readonly home: "configuration" | "history";
  readonly columns: Readonly<Record<string, ColumnSpec>>;
  readonly primary_key: readonly string[];
  /** Rows lie in the primary key itself: for tables of nothing but keys. */
  readonly clustered?: boolean;
  readonly foreign_keys: readonly ForeignKeySpec[];
  readonly indexes: readonly IndexSpec[];
}

/** What a database holds: everything, or the run history of a store whose configuration lies elsewhere. */
export type Contents = "store" | "history";

/** The database that a migration is written for. */
export interface Target {
  readonly contents: Contents;
  readonly dialect: Dialect;
}

export interface Migration {
  /** The version of the schema that it leads to; the one before is where it starts. */
  readonly version: number;
  readonly statements: (target: Target) => readonly string[];
}
