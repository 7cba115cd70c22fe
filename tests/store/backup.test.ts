import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { backupStore } from "../../src/sdk/stores/backup-store.js";
import { storeSource } from "../../src/sdk/stores/entry.js";
import { restoreStore } from "../../src/sdk/stores/restore-store.js";
import { contentsOf } from "../../src/sdk/stores/store-digest.js";
import { openStore } from "../../src/store/open.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import { ON_DISK, eachInFolder } from "./places.js";
import { RandomStore } from "./random-store.js";

const folder = eachInFolder();
const NOW = "2026-01-02T03:04:05.678Z";
const STACK = { name: "mine", shared: false, components: {} };

const memory = async (): Promise<ZenStore> =>
  (await openStore({ type: "memory", url: "memory:" })).store;
const digestOf = async (store: ZenStore) => (await contentsOf(storeSource(store))).digest();
const place = (name: string) => join(folder(), name);

let store: ZenStore;
beforeEach(async () => {
  store = await memory();
  await new RandomStore(11).fill(store);
});

const backup = () => backupStore({ store, file: place("a.jsonl"), created: NOW });
const restore = (target: ZenStore, mayReplace?: () => Promise<boolean>) =>
  restoreStore({
    file: place("a.jsonl"),
    target,
    mayReplace,
    safetyFile: place("safety.jsonl"),
    now: NOW,
  });

test.each(["memory", "local", "sql"] as const)(
  "a backup brings everything back into a new %s store",
  async (type) => {
    await backup();
    const url = ON_DISK.find((one) => one.type === type)?.urlIn(folder()) ?? "memory:";
    const { store: target } = await openStore({ type, url });
    const { resources, created, safety_backup } = await restore(target);
    expect(await digestOf(target)).toEqual(await digestOf(store));
    expect(resources.every(({ is_equal }) => is_equal)).toBe(true);
    expect([created, safety_backup]).toEqual([NOW, null]);
    await target.close();
  },
);

test("a backup is lines of JSON with a beginning and an end, for its owner alone", async () => {
  await backup();
  const lines = readFileSync(place("a.jsonl"), "utf8").trimEnd().split("\n");
  const [first, ...others] = lines.map((line): object => JSON.parse(line));
  expect(first).toMatchObject({ format: "zenml-backup", format_version: 1, created: NOW });
  const { step } = await digestOf(store);
  expect(others.at(-1)).toMatchObject({ line: "end", counts: { step: step.count } });
  expect(statSync(place("a.jsonl")).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder())).toEqual(["a.jsonl"]);
});

describe("a store that holds something else", () => {
  test("is left as it is without leave", async () => {
    await backup();
    const target = await memory();
    await target.stacks.create(STACK);
    const before = await digestOf(target);
    await expect(restore(target)).rejects.toMatchObject({ code: "conflict" });
    await expect(restore(target, async () => false)).rejects.toMatchObject({ code: "conflict" });
    expect(await digestOf(target)).toEqual(before);
    expect(readdirSync(folder())).toEqual(["a.jsonl"]);
  });

  test("is replaced with leave, and backed up before", async () => {
    await backup();
    const wanted = await digestOf(store);
    const target = await memory();
    await new RandomStore(12).fill(target);
    const before = await digestOf(target);
    const { safety_backup } = await restore(target, async () => true);
    expect(await digestOf(target)).toEqual(wanted);
    const again = await memory();
    await restoreStore({
      file: safety_backup ?? "",
      target: again,
      safetyFile: place("none"),
      now: NOW,
    });
    expect(await digestOf(again)).toEqual(before);
  });

  test("gets back what was changed and deleted since", async () => {
    await backup();
    const wanted = await digestOf(store);
    const { items } = await store.stacks.list();
    const [one, two] = items;
    await store.stacks.update(one?.id ?? "", { name: "changed" });
    await store.stacks.delete(two?.id ?? "");
    for (const run of (await store.runs.list()).items) await store.runs.delete(run.id);
    await restore(store, async () => true);
    expect(await digestOf(store)).toEqual(wanted);
  });
});

describe("a backup that is not whole writes nothing", () => {
  const damages: readonly (readonly [string, (text: string) => string, string])[] = [
    ["cut off", (text) => text.replace(/.*\n$/, ""), "its end is missing"],
    ["cut within a line", (text) => text.slice(0, 3000), "no line of a backup"],
    ["a letter changed", (text) => text.replace('"attempt":', '"attempt": '), "checksum"],
    ["a line missing", (text) => text.split("\n").toSpliced(5, 1).join("\n"), "checksum"],
    ["a line twice", (text) => text.replace(/^(.*"user".*)$/m, "$1\n$1"), "checksum"],
    ["no beginning", (text) => text.split("\n").slice(1).join("\n"), "does not begin"],
    ["something behind it", (text) => `${text}${text}`, "follows its end"],
    ["empty", () => "", "it is empty"],
    ["another file", () => "a: b\n", "no line of a backup"],
    ["an unknown field", (text) => text.replace('{"id":', '{"bogus":1,"id":'), "bogus"],
  ];
  test.each(damages)("%s", async (_, damage, reason) => {
    await backup();
    const file = place("a.jsonl");
    writeFileSync(file, damage(readFileSync(file, "utf8")));
    const target = await memory();
    const before = await digestOf(target);
    await expect(restore(target, async () => true)).rejects.toMatchObject({
      code: "store_corrupt",
      message: expect.stringContaining(reason),
    });
    expect(await digestOf(target)).toEqual(before);
  });

  test("one of a newer program", async () => {
    await backup();
    const file = place("a.jsonl");
    const text = readFileSync(file, "utf8").replace('"format_version":1', '"format_version":2');
    writeFileSync(file, text);
    await expect(restore(await memory())).rejects.toMatchObject({
      code: "store_too_new",
      hint: expect.stringContaining("zenml@latest"),
    });
  });

  test("none at all", async () => {
    await expect(restore(await memory())).rejects.toMatchObject({ code: "not_found" });
  });
});

test("a folder that is not there, or a folder in the file's place, is said", async () => {
  const into = (file: string) => backupStore({ store, file, created: NOW });
  await expect(into(place("none/a.jsonl"))).rejects.toMatchObject({ code: "not_found" });
  await expect(into(folder())).rejects.toMatchObject({ code: "invalid_input" });
  expect(readdirSync(folder())).toEqual([]);
});
