import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../src/store/open.js";
import { stackNames as names, yamlPlace } from "./yaml-place.js";

const { root, open, withStack } = yamlPlace();

test("a file that was made unreadable is left out and told once; the others are there", async () => {
  const file = await withStack("mine");
  appendFileSync(file, "name: [1, 2\n");
  const { store, warnings } = await open();
  expect(await names(store)).toEqual(["default"]);
  expect(await names(store)).toEqual(["default"]);
  expect(warnings).toEqual([expect.stringMatching(/mine-[0-9a-f]{8}\.yaml:\d+:\d+: /)]);
  await store.close();
});

test("who asks for what is in that file is told file, line and column", async () => {
  const file = await withStack("mine");
  const id = /^id: (.*)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "";
  const lines = readFileSync(file, "utf8").trimEnd().split("\n").length;
  appendFileSync(file, "  wrong: indent: here\n");
  const { store } = await open();
  const damaged = {
    code: "store_corrupt",
    message: expect.stringContaining(`${file}:${lines + 1}:`),
    hint: expect.stringContaining("git checkout"),
    details: { file, line: lines + 1 },
  };
  await expect(store.stacks.get("mine")).rejects.toMatchObject(damaged);
  await expect(store.stacks.get(id)).rejects.toMatchObject(damaged);
  await expect(store.stacks.get(id.slice(0, 6))).rejects.toMatchObject(damaged);
  await expect(store.stacks.find(id)).rejects.toMatchObject(damaged);
  await expect(store.stacks.delete(id)).rejects.toMatchObject(damaged);
  const twin = { name: "mine", shared: false, components: {} };
  await expect(store.stacks.create(twin)).rejects.toMatchObject(damaged);
  await store.stacks.create({ ...twin, name: "other" });
  await store.close();
});

test("fields that the schema does not allow are told with the line they stand on", async () => {
  const file = await withStack("mine");
  writeFileSync(file, readFileSync(file, "utf8").replace("shared: false", "shared: maybe"));
  const { store } = await open();
  await expect(store.stacks.get("mine")).rejects.toMatchObject({
    code: "store_corrupt",
    message: expect.stringMatching(/mine-.*\.yaml:7: shared: must be of type boolean/),
  });
  await store.close();
});

test("a copied file is told, since two entities cannot have one id", async () => {
  const file = await withStack("mine");
  copyFileSync(file, join(root(), "stacks", "zz-copy.yaml"));
  const { store, warnings } = await open();
  expect(await names(store)).toEqual(["default", "mine"]);
  expect(warnings).toEqual([expect.stringContaining("zz-copy.yaml: it has the id of mine-")]);
  await store.close();
});

test("an index that is damaged or of another time changes nothing", async () => {
  await withStack("mine");
  const index = join(root(), ".index", "stacks.json");
  for (const text of ["{", "[]", '{"version":"0.0.0","entries":[["x.yaml",{}]]}']) {
    writeFileSync(index, text);
    const { store } = await open();
    expect(await names(store)).toEqual(["default", "mine"]);
    await store.close();
  }
});

test("what a killed process had decided to change is done before anything is read", async () => {
  const file = await withStack("mine");
  const stacks = join(root(), "stacks");
  const text = readFileSync(file, "utf8").replace("name: mine", "name: ours");
  const target = file.slice(stacks.length + 1).replace("mine-", "ours-");
  // As writeTogether leaves it when it is killed before the first file has its name.
  writeFileSync(join(stacks, `.${target}.tmp`), text);
  const plan = [
    { path: join("stacks", target), isRemoved: false },
    { path: file.slice(root().length + 1), isRemoved: true },
  ];
  writeFileSync(join(root(), ".pending.json"), JSON.stringify(plan));
  const { store } = await open();
  expect(await names(store)).toEqual(["default", "ours"]);
  expect(existsSync(join(root(), ".pending.json"))).toBe(false);
  await store.close();
});

test("what a process that was killed earlier had begun to write is not there", async () => {
  const file = await withStack("mine");
  const stacks = join(root(), "stacks");
  writeFileSync(join(stacks, ".half-12345678.yaml.tmp"), readFileSync(file, "utf8").slice(0, 50));
  const { store, warnings } = await open();
  expect(await names(store)).toEqual(["default", "mine"]);
  expect(warnings).toEqual([]);
  await store.close();
});

test("a link that leads nowhere is no entity", async () => {
  await withStack("mine");
  symlinkSync("nowhere.yaml", join(root(), "stacks", "link.yaml"));
  const { store } = await open();
  expect(await names(store)).toEqual(["default", "mine"]);
  await store.close();
});

test("a folder of somebody else is never written", async () => {
  mkdirSync(root());
  writeFileSync(join(root(), "stacks.yaml"), "active_stack: default\n");
  await expect(openStore({ type: "local", url: root() })).rejects.toMatchObject({
    code: "store_foreign",
    message: expect.stringContaining("stacks.yaml"),
  });
  expect(readdirSync(root())).toEqual(["stacks.yaml"]);
});

test("a store of a newer format is refused, and left as it is", async () => {
  await withStack("mine");
  const marker = join(root(), "zenml-store.yaml");
  writeFileSync(
    marker,
    readFileSync(marker, "utf8").replace(/format_version: 1/, "format_version: 9"),
  );
  const before = readdirSync(root());
  await expect(openStore({ type: "local", url: root() })).rejects.toMatchObject({
    code: "store_too_new",
    message: expect.stringContaining("9"),
  });
  expect(readdirSync(root())).toEqual(before);
});

test("a lock that somebody holds is waited for, and named when it is in vain", async () => {
  const { FileLock } = await import("../../src/store/sql/sqlite/file-lock.js");
  await withStack("mine");
  const [one, two] = [100, 100].map((patience) => new FileLock(join(root(), ".lock"), patience));
  let release = (): void => undefined;
  const held = one?.hold(() => new Promise<void>((resolve) => (release = resolve)));
  await expect(two?.hold(async () => "in")).rejects.toMatchObject({
    code: "store_locked",
    message: expect.stringContaining(join(root(), ".lock")),
  });
  const waiting = two?.hold(async () => "in");
  release();
  await held;
  expect(await waiting).toBe("in");
  await one?.close();
  await two?.close();
});
