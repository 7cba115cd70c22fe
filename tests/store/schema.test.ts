import { join } from "node:path";
import { expect, test } from "vitest";
import { RESOURCES, RESOURCE_NAMES } from "../../src/domain/resources.js";
import { openSqlDriver } from "../../src/store/sql/open-sql.js";
import { createTables } from "../../src/store/sql/migrations/create-tables.js";
import type { Contents } from "../../src/store/sql/migrations/table-spec.js";
import { connect } from "../../src/store/sql/sqlite/connection.js";
import { SQLITE } from "../../src/store/sql/sqlite/sqlite-dialect.js";
import type { Connection } from "../../src/store/sql/sqlite/connection.js";
import { tableName } from "../../src/store/sql/table.js";
import { derivedSchema } from "./derived-schema.js";
import { eachInFolder } from "./places.js";

const folder = eachInFolder();

/** What SQLite itself says about every table, but for the order in which things were made. */
function schemaOf(connection: Connection): unknown {
  const tables = connection
    .all("select name from sqlite_master where type = 'table' and name like 'zen_%'")
    .map(([name]) => String(name))
    .filter((name) => name !== "zen_meta");
  return tables.sort().map((table) => ({
    table,
    columns: connection
      .all(`pragma table_info("${table}")`)
      .map(([, ...column]) => JSON.stringify(column))
      .sort(),
    keys: connection
      .all(`pragma foreign_key_list("${table}")`)
      .map((key) => key.slice(2))
      .sort(),
    indexes: connection
      .all(`pragma index_list("${table}")`)
      .map(([, name, ...kind]) => [...kind, connection.all(`pragma index_info("${String(name)}")`)])
      .map((index) => JSON.stringify(index))
      .sort(),
  }));
}

test.each<Contents>(["store", "history"])(
  "migrations lead to the tables that the resource table asks for: %s",
  async (contents) => {
    const file = join(folder(), "migrated.db");
    await (await openSqlDriver({ file, contents })).close();
    const migrated = connect(file);
    const derived = connect(join(folder(), "derived.db"));
    for (const sql of createTables(derivedSchema(), { contents, dialect: SQLITE }))
      derived.exec(sql);
    const schema = schemaOf(derived);
    expect(schemaOf(migrated)).toEqual(schema);
    expect(schema).not.toEqual([]);
    migrated.close();
    derived.close();
  },
);

/** Added when tables had rows; small, and in a row that fits its page. */
const BEHIND = ["zen_step.map_name", "zen_step.item_index"];

test("what lists read lies before the large fields, which SQLite would have to walk over", async () => {
  const file = join(folder(), "order.db");
  await (await openSqlDriver({ file, contents: "store" })).close();
  const connection = connect(file);
  const late = RESOURCE_NAMES.flatMap((resource) => {
    const details: readonly string[] = RESOURCES[resource].details;
    const table = tableName(resource);
    const columns = connection.all(`pragma table_info("${table}")`).map(([, name]) => String(name));
    const first = columns.findIndex((name) => details.includes(name));
    if (first < 0) return [];
    const behind = columns.slice(first).filter((name) => !details.includes(name));
    return behind.map((name) => `${table}.${name}`);
  });
  connection.close();
  expect(late).toEqual(BEHIND);
});
