// The table that says: these tables are ours, of that version. Read and written the same way on every server.
import {
  ColumnUpdateNode,
  InsertQueryNode,
  QueryNode,
  SelectQueryNode,
  SelectionNode,
  TableNode,
  UpdateQueryNode,
  ValuesNode,
} from "kysely";
import { TABLE_NAMES } from "../../../domain/resources.js";
import type { Dialect } from "../dialect.js";
import { createTables } from "../migrations/create-tables.js";
import type { TableSpec } from "../migrations/table-spec.js";
import { META } from "../schema-state.js";
import { column, compare, compile, paramsOf, value, values } from "../statements/compile.js";
import { tableName } from "../table.js";
import type { Server, ServerConnection } from "./server-kind.js";

const META_TABLE: TableSpec = {
  name: META,
  home: "configuration",
  columns: { key: "text", value: "text" },
  primary_key: ["key"],
  foreign_keys: [],
  indexes: [],
};
const VERSION = "schema_version";

type Asking = Pick<Server, "dialect" | "schema">;

/** Undefined: there is no such table. Throws what the server throws. */
export async function readVersion(
  { dialect, troubleOf }: Server,
  connection: ServerConnection,
): Promise<number | undefined> {
  const node = SelectQueryNode.cloneWithSelections(
    SelectQueryNode.createFrom([TableNode.create(META)]),
    [SelectionNode.create(column("value"))],
  );
  const key = compare(
    column("key"),
    "=",
    value(() => VERSION),
  );
  const { sql } = compile(QueryNode.cloneWithWhere(node, key), dialect);
  try {
    const { rows } = await connection.ask({ kind: "read", sql, params: [VERSION] });
    return Number(rows[0]?.[0] ?? 0);
  } catch (error) {
    if (troubleOf(error) === "no_table") return undefined;
    throw error;
  }
}

/** The tables that there are of those that we make; a question that no missing table makes fail. */
export async function ourTables(
  { schema }: Asking,
  connection: ServerConnection,
): Promise<readonly string[]> {
  const sql = `select table_name from information_schema.tables where table_schema = ${schema}`;
  const { rows } = await connection.ask({ kind: "read", sql, params: [] });
  const ours: readonly string[] = [META, ...TABLE_NAMES.map(tableName)];
  return rows.map(([name]) => String(name)).filter((name) => ours.includes(name));
}

export async function createMeta(dialect: Dialect, connection: ServerConnection): Promise<void> {
  for (const sql of createTables([META_TABLE], { contents: "store", dialect })) {
    await connection.exec(sql);
  }
}

export async function writeVersion(
  { dialect }: Asking,
  connection: ServerConnection,
  version: number,
): Promise<void> {
  const [text, target] = [String(version), TableNode.create(META)];
  const set = ColumnUpdateNode.create(
    column("value"),
    value(() => text),
  );
  const key = compare(
    column("key"),
    "=",
    value(() => VERSION),
  );
  const update = compile(
    QueryNode.cloneWithWhere(
      UpdateQueryNode.cloneWithUpdates(UpdateQueryNode.create([target]), [set]),
      key,
    ),
    dialect,
  );
  const { changed } = await connection.ask({
    kind: "write",
    sql: update.sql,
    params: paramsOf(update, null),
  });
  if (changed > 0) return;
  const row = {
    columns: ["key", "value"].map(column),
    values: ValuesNode.create([values([() => VERSION, () => text])]),
  };
  const insert = compile(InsertQueryNode.cloneWith(InsertQueryNode.create(target), row), dialect);
  await connection.ask({ kind: "write", sql: insert.sql, params: paramsOf(insert, null) });
}
