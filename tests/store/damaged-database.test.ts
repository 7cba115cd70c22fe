import {
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import { ensureDefaults } from "../../src/store/bootstrap.js";
import { openStore } from "../../src/store/open.js";
import { openSqlDriver } from "../../src/store/sql/open-sql.js";
import { connect } from "../../src/store/sql/sqlite/connection.js";
import { SqlDriver } from "../../src/store/sql/sql-driver.js";
import { eachInFolder } from "./places.js";

const folder = eachInFolder();
const source = { now: () => new Date().toISOString(), newId: () => crypto.randomUUID() };
const file = (): string => join(folder(), "store.db");
const url = (): string => `sqlite:///${file()}`;

async function newStore(): Promise<void> {
  const { store } = await openStore({ type: "sql", url: url() });
  await store.close();
}

test("a file that is no database is said to be damaged, and left as it is", async () => {
  writeFileSync(file(), "not a database ".repeat(1000));
  const before = readFileSync(file());
  await expect(openStore({ type: "sql", url: url() })).rejects.toMatchObject({
    code: "store_corrupt",
    message: expect.stringContaining(file()),
    hint: expect.stringContaining("backup"),
  });
  expect(readFileSync(file())).toEqual(before);
});

test("damage in the middle of a database is named with its file", async () => {
  await newStore();
  const bytes = readFileSync(file());
  bytes.fill(0xff, 4096);
  writeFileSync(file(), bytes);
  await expect(openStore({ type: "sql", url: url() })).rejects.toMatchObject({
    code: "store_corrupt",
    message: expect.stringContaining(file()),
  });
});

test("a database of somebody else is never written", async () => {
  const other = new DatabaseSync(file());
  other.exec("create table mlmd (id integer); insert into mlmd values (1)");
  other.close();
  const before = readFileSync(file());
  await expect(openStore({ type: "sql", url: url() })).rejects.toMatchObject({
    code: "store_foreign",
  });
  expect(readFileSync(file())).toEqual(before);
  expect(readdirSync(folder())).toEqual(["store.db"]);
});

test("a database of a newer program is refused, and left as it is", async () => {
  await newStore();
  const newer = new DatabaseSync(file());
  newer.exec("update zen_meta set value = '99' where key = 'schema_version'");
  newer.close();
  const before = readFileSync(file());
  await expect(openStore({ type: "sql", url: url() })).rejects.toMatchObject({
    code: "store_too_new",
    message: expect.stringContaining("99"),
  });
  expect(readFileSync(file())).toEqual(before);
});

test("the history of a store of files is no store of its own", async () => {
  const history = await openSqlDriver({ file: file(), contents: "history" });
  await history.close();
  await expect(openStore({ type: "sql", url: url() })).rejects.toMatchObject({
    code: "store_foreign",
    hint: expect.stringContaining("local"),
  });
});

test("a writer that waits in vain says which file is locked; what was asked meanwhile goes on", async () => {
  await newStore();
  const driver = await openSqlDriver({ file: file(), patience: 100 });
  const holder = new DatabaseSync(file());
  holder.exec("begin immediate");
  const refused = ensureDefaults(driver, source).then(() =>
    driver.write([{ op: "delete", resource: "stack", id: "x" }]),
  );
  await expect(refused).rejects.toMatchObject({
    code: "store_locked",
    message: expect.stringContaining(file()),
  });
  expect(await driver.find("stack", "x")).toBeUndefined();
  holder.exec("rollback");
  holder.close();
  await expect(driver.write([{ op: "delete", resource: "stack", id: "x" }])).rejects.toMatchObject({
    code: "not_found",
  });
  await driver.close();
});

test("a full disk keeps nothing of a change, and everything of those before", async () => {
  await newStore();
  const connection = connect(file());
  const driver = new SqlDriver(connection);
  const { project, user } = await ensureDefaults(driver, source);
  const [pages] = connection.all("pragma page_count");
  connection.exec(`pragma max_page_count = ${Number(pages?.[0]) + 1}`);
  const now = source.now();
  const create = (name: string, size: number): Promise<void> =>
    driver.write([
      {
        op: "create",
        resource: "component",
        entity: {
          id: source.newId(),
          created: now,
          updated: now,
          project_id: project.id,
          user_id: user.id,
          name,
          type: "alerter",
          flavor: "x",
          configuration: { text: "x".repeat(size) },
          shared: false,
        },
      },
    ]);
  await expect(create("large", 100_000)).rejects.toMatchObject({
    code: "disk_full",
    message: expect.stringContaining(file()),
  });
  await create("small", 1);
  const sort = { field: "name", direction: "asc" } as const;
  const rows = await driver.select("component", { filters: [], sort, limit: 9, after: null });
  expect(rows.map(({ name }) => name)).toEqual(["default", "default", "small"]);
  await driver.close();
});

test("mode=ro reads what is there, and refuses to write", async () => {
  await newStore();
  const { store } = await openStore({ type: "sql", url: `${url()}?mode=ro` });
  expect((await store.stacks.list()).items).toHaveLength(1);
  await expect(
    store.stacks.create({ name: "x", shared: false, components: {} }),
  ).rejects.toMatchObject({ code: "store_read_only", message: expect.stringContaining(file()) });
  await store.close();
});

test("what is not there is made only when that is wanted", async () => {
  const open = openStore({ type: "sql", url: url(), createIfMissing: false });
  await expect(open).rejects.toMatchObject({ code: "not_found" });
  expect(existsSync(file())).toBe(false);
});

test("a folder in the place of the database is named as that", async () => {
  await expect(openStore({ type: "sql", url: `sqlite:///${folder()}` })).rejects.toMatchObject({
    code: "store_unreachable",
    message: expect.stringContaining("folder"),
  });
});

test("a database that was copied while it was closed is the same store", async () => {
  await newStore();
  expect(statSync(file()).size).toBeGreaterThan(0);
  const copy = join(folder(), "copy.db");
  copyFileSync(file(), copy);
  const { store, created } = await openStore({ type: "sql", url: `sqlite:///${copy}` });
  expect(created).toEqual([]);
  expect((await store.stacks.get("default")).components.orchestrator?.name).toBe("default");
  await store.close();
});
