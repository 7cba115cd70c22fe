import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../src/store/open.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import { eachInFolder } from "./places.js";

const folder = eachInFolder();
const root = (): string => join(folder(), "store");

interface Opened {
  readonly store: ZenStore;
  readonly warnings: string[];
}

async function open(): Promise<Opened> {
  const warnings: string[] = [];
  const onWarning = (message: string): void => void warnings.push(message);
  const { store } = await openStore({ type: "local", url: root(), onWarning });
  return { store, warnings };
}

async function names(store: ZenStore): Promise<string[]> {
  return (await store.stacks.list()).items.map(({ name }) => name);
}

async function withStack(name: string): Promise<string> {
  const { store } = await open();
  const { id } = await store.stacks.create({ name, shared: false, components: {} });
  await store.close();
  const file = readdirSync(join(root(), "stacks")).find((one) => one.includes(id.slice(0, 8)));
  return join(root(), "stacks", file ?? "");
}

test("an entity is a file that reads well, keys in the order of its schema", async () => {
  const { store } = await open();
  const made = await store.components.create({
    name: "Größe 🙂 & more",
    type: "artifact_store",
    flavor: "s3",
    configuration: {
      path: "s3://bucket/a",
      yes: "no",
      version: "1.0",
      list: [1, null, "2026-01-01"],
    },
    shared: true,
  });
  await store.close();
  const file = `artifact-store-gro-e-more-${made.id.slice(0, 8)}.yaml`;
  expect(readFileSync(join(root(), "components", file), "utf8")).toBe(
    [
      `id: ${made.id}`,
      `created: ${made.created}`,
      `updated: ${made.created}`,
      `project_id: ${made.project_id}`,
      `user_id: ${made.user_id}`,
      "name: Größe 🙂 & more",
      "type: artifact_store",
      "flavor: s3",
      "configuration:",
      "  path: s3://bucket/a",
      "  'yes': 'no'",
      "  version: '1.0'",
      "  list:",
      "    - 1",
      "    - null",
      "    - 2026-01-01",
      "shared: true",
      "",
    ].join("\n"),
  );
});

test("what belongs to one machine is kept out of git", async () => {
  await withStack("mine");
  const ignored = readFileSync(join(root(), ".gitignore"), "utf8").split("\n");
  expect(ignored).toEqual([".index/", ".lock*", ".pending.json", ".*.tmp", "history.db*", ""]);
  const shared = readdirSync(root()).filter((name) => !name.startsWith("."));
  expect(shared.sort()).toEqual(["components", "projects", "stacks", "users", "zenml-store.yaml"]);
});

test("a .gitignore that is there already keeps its lines", async () => {
  mkdirSync(root());
  writeFileSync(join(root(), ".gitignore"), "secrets\n.index/");
  await (await open()).store.close();
  const text = readFileSync(join(root(), ".gitignore"), "utf8");
  expect(text).toBe("secrets\n.index/\n.lock*\n.pending.json\n.*.tmp\nhistory.db*\n");
});

test("a change by hand, a new file and a deleted one are seen at once, by every handle", async () => {
  const file = await withStack("mine");
  const { store } = await open();
  expect(await names(store)).toEqual(["default", "mine"]);
  writeFileSync(file, readFileSync(file, "utf8").replace("name: mine", "name: ours"));
  expect(await names(store)).toEqual(["default", "ours"]);
  const copy = readFileSync(file, "utf8").replace("name: ours", "name: theirs");
  writeFileSync(join(root(), "stacks", "by-hand.yaml"), copy.replace(/^id: .{8}/, "id: 12345678"));
  expect(await names(store)).toEqual(["default", "ours", "theirs"]);
  rmSync(file);
  expect(await names(store)).toEqual(["default", "theirs"]);
  await store.close();
});

test("a change that keeps size and time of the file is seen", async () => {
  const file = await withStack("mine");
  const { store } = await open();
  await names(store);
  const { atime, mtime } = statSync(file);
  writeFileSync(file, readFileSync(file, "utf8").replace("name: mine", "name: ours"));
  utimesSync(file, atime, mtime);
  expect(await names(store)).toEqual(["default", "ours"]);
  await store.close();
});

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

test("a new name is a new file name, and the old file goes", async () => {
  const file = await withStack("mine");
  const { store } = await open();
  const { id } = await store.stacks.get("mine");
  await store.stacks.update(id, { name: "ours" });
  expect(existsSync(file)).toBe(false);
  expect(existsSync(file.replace("mine-", "ours-"))).toBe(true);
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

test("a folder that is a git repository and nothing else becomes a store", async () => {
  mkdirSync(join(root(), ".git"), { recursive: true });
  writeFileSync(join(root(), "README.md"), "# our stacks\n");
  const { store } = await open();
  expect(await names(store)).toEqual(["default"]);
  await store.close();
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

test("what is not there is made only when that is wanted", async () => {
  const missing = openStore({ type: "local", url: root(), createIfMissing: false });
  await expect(missing).rejects.toMatchObject({ code: "not_found" });
  expect(existsSync(root())).toBe(false);
});

test("a store that was moved, or cloned without its history, is the same store", async () => {
  await withStack("mine");
  const moved = join(folder(), "moved");
  renameSync(root(), moved);
  for (const name of [".index", ".lock"]) rmSync(join(moved, name), { recursive: true });
  const { store, created } = await openStore({ type: "local", url: moved });
  expect(created).toEqual([]);
  expect(await names(store)).toEqual(["default", "mine"]);
  expect((await store.runs.list()).items).toEqual([]);
  expect(existsSync(join(moved, "history.db"))).toBe(false);
  await store.close();
});

test("a project that has runs cannot be deleted", async () => {
  const { store } = await open();
  const { id } = await store.projects.create({ name: "other", description: "" });
  const { store: other } = await openStore({ type: "local", url: root(), project: "other" });
  await other.pipelines.create({
    name: "training",
    version: 1,
    spec_hash: "x",
    description: null,
    graph: {
      version: 1,
      name: "training",
      description: null,
      params: {},
      enable_cache: true,
      settings: {},
      extra: {},
      steps: [],
    },
  });
  await expect(store.projects.delete(id)).rejects.toMatchObject({
    code: "in_use",
    message: expect.stringContaining("pipeline"),
  });
  const [pipeline] = (await other.pipelines.list()).items;
  await other.pipelines.delete(pipeline?.id ?? "");
  await store.projects.delete(id);
  await other.close();
  await store.close();
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
