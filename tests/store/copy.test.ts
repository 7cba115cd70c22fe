import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { RESOURCE_NAMES, RESOURCES } from "../../src/domain/resources.js";
import { copyStore } from "../../src/sdk/stores/copy-store.js";
import { storeSource } from "../../src/sdk/stores/entry.js";
import { contentsOf } from "../../src/sdk/stores/store-digest.js";
import { openStore } from "../../src/store/open.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import { Samples } from "../contract/zen-store/samples.js";
import { SUBJECTS } from "../contract/zen-store/subjects.js";
import type { Subject } from "../contract/zen-store/subject.js";
import { ON_DISK, eachInFolder } from "./places.js";
import { RandomStore } from "./random-store.js";

const folder = eachInFolder();
type Kind = "memory" | "local" | "sql";

async function open(type: Kind, name: string = type): Promise<ZenStore> {
  const place = ON_DISK.find((one) => one.type === type);
  const url = place?.urlIn(join(folder(), name)) ?? "memory:";
  return (await openStore({ type, url })).store;
}

const digestOf = async (store: ZenStore) => (await contentsOf(storeSource(store))).digest();

test("the table names parents before what points to them", () => {
  for (const [index, name] of RESOURCE_NAMES.entries()) {
    for (const { resource } of RESOURCES[name].parents) {
      expect(RESOURCE_NAMES.indexOf(resource), `${name} after ${resource}`).toBeLessThan(index);
    }
  }
});

test.each([1, 2, 3, 4, 5])(
  "whatever a store holds goes from memory over SQLite and YAML to SQLite as it is (seed %i)",
  async (seed) => {
    const stores = [
      await open("memory"),
      await open("sql", "first"),
      await open("local"),
      await open("sql", "last"),
    ];
    const [first, ...others] = stores as [ZenStore, ...ZenStore[]];
    await new RandomStore(seed).fill(first);
    const wanted = await digestOf(first);
    let from = first;
    for (const to of others) {
      const { resources } = await copyStore({ from, to });
      expect(resources.every(({ is_equal }) => is_equal)).toBe(true);
      expect(await digestOf(to)).toEqual(wanted);
      from = to;
    }
    expect(wanted.step.count).toBe(18);
    for (const store of stores) await store.close();
  },
);

const KINDS: readonly Subject[] = Object.values(SUBJECTS);

describe.each(KINDS)("$name", (subject) => {
  afterAll(async () => subject.end?.());
  const reason = subject.unavailable;

  test.skipIf(reason !== undefined)(
    `takes what a store holds, and gives it back the same${reason ?? ""}`,
    async () => {
      const place = await subject.newPlace();
      try {
        const [from, to, back] = [await open("memory"), await place.open(), await open("sql")];
        await new RandomStore(21).fill(from);
        const { resources } = await copyStore({ from, to });
        expect(resources.map(({ is_equal }) => is_equal)).toEqual(resources.map(() => true));
        await copyStore({ from: to, to: back });
        expect(await digestOf(back)).toEqual(await digestOf(from));
        await back.close();
      } finally {
        await place.remove();
      }
    },
  );
});

test("more than one batch, told as they are written", async () => {
  const [from, to] = [await open("memory"), await open("sql")];
  const run = await new Samples(from).create("run", 1);
  const steps = Array.from({ length: 450 }, () => crypto.randomUUID());
  const step = await new Samples(from).input("step", 1);
  for (const id of steps) {
    await from.steps.create({ ...step, id, run_id: run.id, name: `step ${id}` });
  }
  const seen: number[] = [];
  let last = 0;
  const { written } = await copyStore({
    from,
    to,
    onProgress: (progress) => {
      seen.push(progress.written);
      last = progress.total;
    },
  });
  expect(seen.length).toBeGreaterThan(3);
  expect([seen.at(-1), last]).toEqual([written, written]);
  await to.close();
});

test("what is there already stays, so a copy that was broken off goes on", async () => {
  const [from, to] = [await open("sql"), await open("local")];
  await new RandomStore(3).fill(from);
  const commit = to.commit.bind(to);
  let count = 0;
  const breaking = (store: ZenStore): ZenStore => ({
    ...store,
    inProject: (id) => breaking(store.inProject(id)),
    commit: async (changes) => {
      if ((count += 1) > 2) throw new Error("killed");
      await store.commit(changes);
    },
  });
  await expect(copyStore({ from, to: breaking({ ...to, commit }) })).rejects.toThrow("killed");
  const { written } = await copyStore({ from, to });
  expect(written).toBeGreaterThan(0);
  expect(await digestOf(to)).toEqual(await digestOf(from));
  expect((await copyStore({ from, to })).written).toBe(0);
  await from.close();
  await to.close();
});

test.each<Kind>(["memory", "local", "sql"])(
  "a %s store that holds something else is left as it is, and what is in the way is named",
  async (type) => {
    const [from, to] = [await open("memory"), await open(type)];
    const stack = { name: "mine", shared: false, components: {} };
    await to.stacks.create(stack);
    const before = await digestOf(to);
    await expect(copyStore({ from, to })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("stack 'mine'"),
      details: { conflicts: [{ resource: "stack", name: "mine" }] },
    });
    expect(await digestOf(to)).toEqual(before);
    await to.close();
  },
);

test("one entity with two contents is a conflict", async () => {
  const [from, to] = [await open("memory"), await open("sql")];
  await copyStore({ from, to });
  const { stacks } = to.inProject(from.scope.project_id);
  const { id } = await stacks.get("default");
  await stacks.update(id, { name: "other" });
  await expect(copyStore({ from, to })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("has other contents"),
  });
  await to.close();
});
