import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ensureDefaults } from "../../src/store/bootstrap.js";
import { MIGRATIONS } from "../../src/store/sql/migrations/migrations.js";
import type { Migration } from "../../src/store/sql/migrations/table-spec.js";
import { openSqlDriver } from "../../src/store/sql/open-sql.js";
import { connect } from "../../src/store/sql/sqlite/connection.js";
import type { SqlRow } from "../../src/store/sql/sql-value.js";
import { eachInFolder } from "./places.js";

const folder = eachInFolder();
const file = (): string => join(folder(), "store.db");
const source = { now: () => new Date().toISOString(), newId: () => crypto.randomUUID() };

function next(...statements: readonly string[]): readonly Migration[] {
  return [...MIGRATIONS, { version: MIGRATIONS.length + 1, statements: () => statements }];
}

function read(path: string, sql: string): readonly SqlRow[] {
  const connection = connect(path);
  try {
    return connection.all(sql);
  } finally {
    connection.close();
  }
}

async function oldStore(): Promise<void> {
  const driver = await openSqlDriver({ file: file() });
  await ensureDefaults(driver, source);
  await driver.close();
}

const VERSION = "select value from zen_meta where key = 'schema_version'";

test("a database is brought to the version of the program, with a copy of what was before", async () => {
  await oldStore();
  const migrations = next(
    "alter table zen_user add column email text",
    "update zen_user set email = ''",
  );
  await (await openSqlDriver({ file: file(), migrations })).close();
  expect(read(file(), VERSION)).toEqual([[String(migrations.length)]]);
  expect(read(file(), "select name, email from zen_user")).toEqual([["default", ""]]);
  const copy = `${file()}.backup-v${MIGRATIONS.length}`;
  expect(read(copy, VERSION)).toEqual([[String(MIGRATIONS.length)]]);
  expect(read(copy, "select name from zen_user")).toEqual([["default"]]);
});

test("a migration that fails leaves the database as it was, and names the copy", async () => {
  await oldStore();
  const migrations = next("alter table zen_user add column email text", "update nowhere set x = 1");
  await expect(openSqlDriver({ file: file(), migrations })).rejects.toMatchObject({
    code: "internal",
    message: expect.stringContaining("as it was before"),
    hint: expect.stringContaining(`${file()}.backup-v`),
  });
  expect(read(file(), VERSION)).toEqual([[String(MIGRATIONS.length)]]);
  expect(read(file(), "select count(*) from pragma_table_info('zen_user')")).toEqual([[4]]);
  const driver = await openSqlDriver({ file: file() });
  expect((await ensureDefaults(driver, source)).created).toEqual([]);
  await driver.close();
});

test("a migration that ends its transaction on the way is taken back from the copy", async () => {
  await oldStore();
  const migrations = next("delete from zen_stack", "drop table zen_meta", "commit", "nonsense");
  await expect(openSqlDriver({ file: file(), migrations })).rejects.toMatchObject({
    message: expect.stringContaining("as it was before"),
  });
  expect(read(file(), VERSION)).toEqual([[String(MIGRATIONS.length)]]);
  expect(read(file(), "select name from zen_stack")).toEqual([["default"]]);
});

test("of several that open an old database at once, one migrates it", async () => {
  await oldStore();
  const migrations = next("alter table zen_user add column email text");
  const opened = await Promise.all(
    Array.from({ length: 4 }, () => openSqlDriver({ file: file(), migrations })),
  );
  await Promise.all(opened.map((driver) => driver.close()));
  expect(read(file(), VERSION)).toEqual([[String(migrations.length)]]);
  expect(readdirSync(folder()).filter((name) => name.includes("backup"))).toHaveLength(1);
});

test("a new database needs no copy", async () => {
  await (await openSqlDriver({ file: file() })).close();
  expect(readdirSync(folder()).filter((name) => name.includes("backup"))).toEqual([]);
});
