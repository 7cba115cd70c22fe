import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { localArtifactStore } from "../../integrations/local/artifact-store.js";
import { MemoryDriver } from "../../store/memory/memory-driver.js";
import { createStore } from "../../store/local-store.js";
import type { ZenStore } from "../../store/zen-store.js";
import { CacheLookup } from "./cache-lookup.js";
import type { LookupStore } from "./cache-lookup.js";
import { History } from "./history.fixture.js";

const PROJECT = "00000000-0000-4000-8000-000000000002";
const NOW = "2026-05-01T12:00:00.000Z";
const KEY = "a".repeat(64);

let folder: string;
let store: ZenStore;
let history: History;
let driver: MemoryDriver;
const bytes = () => localArtifactStore({ root: folder });

function userStore(user: string): ZenStore {
  const user_id = `00000000-0000-4000-8000-00000000000${user}`;
  return createStore(driver, {
    ...{ type: "memory", url: "memory:", scope: { user_id, project_id: PROJECT } },
    principal: { user_id, user_name: user, role: "editor" },
  });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "zenml-lookup-"));
  driver = new MemoryDriver();
  const base = { created: NOW, updated: NOW };
  await driver.write([
    {
      op: "create",
      resource: "project",
      entity: { ...base, id: PROJECT, name: "default", description: "" },
    },
  ]);
  store = userStore("1");
  history = new History(store);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lookup = (now = NOW) => new CacheLookup(store, bytes(), () => now);

/** Counts the lists and reads that a store is asked for. */
function counted(inner: ZenStore) {
  const counts = { queries: 0 };
  const entities = <Name extends "runs" | "steps" | "artifacts">(name: Name): ZenStore[Name] =>
    new Proxy(inner[name], {
      get(target, property) {
        const member: unknown = Reflect.get(target, property);
        if (typeof member !== "function") return member;
        return (...args: unknown[]) => {
          if (["list", "find", "get"].includes(String(property))) counts.queries += 1;
          return Reflect.apply(member, target, args) as unknown;
        };
      },
    });
  const seen: LookupStore = {
    runs: entities("runs"),
    steps: entities("steps"),
    artifacts: entities("artifacts"),
  };
  return { seen, counts };
}

test("a completed step with the same key is a hit, for every user of the store", async () => {
  const run = await history.run("one");
  const { step, artifact } = await history.made(run, { name: "train", cache_key: KEY });
  const other = new CacheLookup(userStore("2"), bytes());
  const hit = await other.find(KEY);
  expect(hit?.original_step_id).toBe(step.id);
  expect([...(hit?.outputs.values() ?? [])].map(({ id }) => id)).toEqual([artifact.id]);
});

test("another key, and a step that did not complete, are none", async () => {
  const run = await history.run("one");
  await history.made(run, { name: "train", cache_key: KEY, status: "failed" });
  expect(await lookup().find(KEY)).toBeUndefined();
  expect(await lookup().find("b".repeat(64))).toBeUndefined();
});

test("a step whose output was deleted is none, and an older one with the same key is taken", async () => {
  const run = await history.run("one");
  const older = await history.made(run, { name: "train", cache_key: KEY });
  const newer = await history.made(run, { name: "train_2", cache_key: KEY });
  await store.artifacts.delete(newer.artifact.id);
  expect((await lookup().find(KEY))?.original_step_id).toBe(older.step.id);
  await store.artifacts.delete(older.artifact.id);
  expect(await lookup().find(KEY)).toBeUndefined();
});

test("bytes that were cut off or are gone are no hit", async () => {
  const stored = await bytes().write(new Uint8Array(5000));
  const run = await history.run("one");
  await history.made(run, { name: "train", cache_key: KEY }, { ...stored });
  expect(await lookup().find(KEY)).toBeDefined();
  truncateSync(join(folder, stored.path), 4999);
  expect(await lookup().find(KEY)).toBeUndefined();
  await rm(join(folder, stored.path));
  expect(await lookup().find(KEY)).toBeUndefined();
});

const at = (time: string) => `2026-05-01T${time}.000Z`;

test("outputs that are older than the step allows are none", async () => {
  const run = await history.run("one");
  await history.made(run, { name: "train", cache_key: KEY, ended: at("11:00:00") });
  expect(await lookup(at("11:59:59")).find(KEY, 3600)).toBeDefined();
  expect(await lookup(at("12:00:00")).find(KEY, 3600)).toBeUndefined();
  expect(await lookup(at("12:00:00")).find(KEY)).toBeDefined();
});

test("a clock that was set back makes no outputs younger", async () => {
  const run = await history.run("one");
  await history.made(run, { name: "train", cache_key: KEY, ended: at("11:00:00") });
  expect(await lookup(at("10:30:00")).find(KEY, 3600)).toBeUndefined();
});

test("a cached step is as old as what it shares, also when it stands in the newest run", async () => {
  const [one, two] = [await history.run("one"), await history.run("two")];
  const old = await history.made(one, { name: "train", cache_key: KEY, ended: at("10:00:00") });
  await history.step(two, {
    ...{ name: "train", cache_key: KEY, status: "cached", ended: at("11:59:00") },
    ...{ outputs: { output: old.artifact.id }, original_step_id: old.step.id },
  });
  const cache = lookup();
  await cache.prefetch("training", "none");
  expect(await cache.find(KEY, 3600)).toBeUndefined();
  expect((await cache.find(KEY, 3 * 3600))?.original_step_id).toBe(old.step.id);
});

test("a thousand keys are looked up with a few queries for each 200", async () => {
  const run = await history.run("one");
  const keys = Array.from({ length: 1000 }, (_, index) => String(index).padStart(64, "0"));
  for (const [index, cache_key] of keys.entries()) {
    await history.made(run, { name: `train[${index}]`, cache_key });
  }
  const { seen, counts } = counted(store);
  const cache = new CacheLookup(seen, bytes());
  const hits = await cache.findMany([...keys, "f".repeat(64)].map((key) => ({ key })));
  expect(hits.size).toBe(1000);
  expect(counts.queries).toBeLessThan(20);
});
