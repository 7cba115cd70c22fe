import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Change } from "../../domain/change.js";
import { GroupWriter } from "./group-writer.js";
import type { GroupWriterOptions } from "./group-writer.js";
import { connect } from "./sqlite/connection.js";
import type { Connection } from "./sqlite/connection.js";

let folder: string;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zenml-group-"));
  connection = connect(join(folder, "a.db"));
  connection.all("pragma journal_mode = wal");
  connection.exec("create table t (id text unique)");
});
afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true, force: true });
});

function writer(options: Partial<GroupWriterOptions> = {}): GroupWriter {
  const apply = (change: Change): void => {
    if ("id" in change) connection.run("insert into t values (?)", [change.id]);
  };
  return new GroupWriter(connection, { apply, isAlwaysSynced: false, patience: 100, ...options });
}

function change(id: string, resource: "run" | "stack" = "run"): Change {
  return { op: "delete", resource, id };
}

function written(): string[] {
  return connection.all("select id from t order by id").map(([id]) => String(id));
}

test("calls that are made at once are one commit", async () => {
  const group = writer();
  await Promise.all(["a", "b", "c"].map((id) => group.write([change(id)])));
  expect(group.counts).toEqual({ commits: 1, synced: 0 });
  expect(written()).toEqual(["a", "b", "c"]);
});

test("a call that fails is undone alone, also in the middle of its changes", async () => {
  const group = writer();
  const outcomes = await Promise.allSettled([
    group.write([change("a")]),
    group.write([change("b"), change("a")]),
    group.write([change("c")]),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(written()).toEqual(["a", "c"]);
  expect(group.counts.commits).toBe(1);
});

test("a call that fails alone is undone too, and the next one is not in its way", async () => {
  const group = writer();
  await expect(group.write([change("a"), change("a")])).rejects.toThrow();
  await group.write([change("a")]);
  expect(written()).toEqual(["a"]);
});

test("configuration waits for the disk, history does not, and both do when that is asked for", async () => {
  const group = writer();
  await group.write([change("a")]);
  expect(group.isUnsynced).toBe(true);
  await group.write([change("b", "stack")]);
  expect(group.isUnsynced).toBe(false);
  await group.write([change("c")]);
  expect(group.counts).toEqual({ commits: 3, synced: 1 });
  const careful = writer({ isAlwaysSynced: true });
  await careful.write([change("d")]);
  expect(careful.counts).toEqual({ commits: 1, synced: 1 });
});

test("who waits for the disk takes along who comes in the next turns, and nobody else waits", async () => {
  const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
  const writeInTurns = async (group: GroupWriter, ids: readonly string[]) => {
    const calls: Promise<void>[] = [];
    for (const id of ids) {
      calls.push(group.write([change(id)]));
      await nextTurn();
    }
    await Promise.all(calls);
  };
  const careful = writer({ isAlwaysSynced: true });
  await writeInTurns(careful, ["a", "b", "c"]);
  expect(careful.counts.commits).toBe(1);
  const quick = writer();
  await writeInTurns(quick, ["d", "e", "f"]);
  expect(quick.counts.commits).toBe(3);
  expect(written()).toHaveLength(6);
});

test("what is written while a commit waits for a lock is written after it, in order", async () => {
  const holder = connect(join(folder, "a.db"));
  holder.run("begin immediate");
  const group = writer({ patience: 5000 });
  const first = group.write([change("a")]);
  const settled = group.settled();
  const second = group.write([change("b")]);
  holder.run("rollback");
  holder.close();
  await Promise.all([first, second, settled]);
  expect(written()).toEqual(["a", "b"]);
});

test("a thousand calls lose nothing, and leave turns to others in between", async () => {
  const group = writer();
  const ids = Array.from({ length: 1000 }, (_, index) => String(index).padStart(4, "0"));
  await Promise.all(ids.map((id) => group.write([change(id)])));
  expect(written()).toEqual(ids);
  expect(group.counts.commits).toBeGreaterThan(1);
  expect(group.counts.commits).toBeLessThan(10);
});

test("a call from one that has just been answered is written too", async () => {
  const group = writer();
  const many = Array.from({ length: 64 }, (_, index) => change(`b${index}`));
  await group.write([change("a")]).then(() => group.write(many));
  expect(written()).toHaveLength(65);
});

test("callers that write as soon as they are answered let the event loop turn", async () => {
  const group = writer();
  let hasTurned = false;
  setTimeout(() => (hasTurned = true), 0);
  let count = 0;
  while (!hasTurned && count < 200_000) {
    const next = Array.from({ length: 64 }, () => change(String(count++)));
    await group.write(next);
  }
  expect(hasTurned).toBe(true);
});
