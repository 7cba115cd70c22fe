// What a database keeps of who consumed an artifact, looked at in the table itself.
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../src/store/open.js";
import { MIGRATIONS } from "../../src/store/sql/migrations/migrations.js";
import { openSqlDriver } from "../../src/store/sql/open-sql.js";
import { connect } from "../../src/store/sql/sqlite/connection.js";
import { Samples, uuid } from "../contract/zen-store/samples.js";
import { eachInFolder } from "./places.js";

const folder = eachInFolder();
const file = (): string => join(folder(), "store.db");

function links(): number {
  const connection = connect(file());
  const [row] = connection.all("select count(*) from zen_step_inputs");
  connection.close();
  return Number(row?.[0]);
}

test("links go with their steps, whether these are deleted themselves or with their run", async () => {
  const { store } = await openStore({ type: "sql", url: `sqlite:///${file()}` });
  const samples = new Samples(store);
  const [one, two] = [await samples.create("step", 1), await samples.create("step", 2)];
  expect(links()).toBe(4);
  await store.steps.update(one.id, { inputs: { only: uuid(1) } });
  expect(links()).toBe(3);
  await store.steps.delete(one.id);
  expect(links()).toBe(2);
  await store.runs.delete(two.run_id);
  expect(links()).toBe(0);
  await store.close();
});

test("links from before are kept when a database is brought to this version", async () => {
  const before = MIGRATIONS.filter(({ version }) => version < 7);
  await (await openSqlDriver({ file: file(), migrations: before })).close();
  const connection = connect(file());
  connection.exec("pragma foreign_keys = off");
  connection.run("insert into zen_step_inputs (target_id, step_id) values (?, ?)", ["a", "s"]);
  connection.close();
  await (await openSqlDriver({ file: file() })).close();
  expect(links()).toBe(1);
});
