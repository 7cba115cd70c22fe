import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../src/store/open.js";
import { stackNames as names, yamlPlace } from "./yaml-place.js";

const { folder, root, open, withStack } = yamlPlace();

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

test("a change by hand stays when another field is changed right after it", async () => {
  const { store } = await open();
  const { id } = await store.projects.create({ name: "mine", description: "as it was" });
  const folder = join(root(), "projects");
  const file = readdirSync(folder).find((name) => name.startsWith("mine-")) ?? "";
  const text = readFileSync(join(folder, file), "utf8");
  writeFileSync(join(folder, file), text.replace("as it was", "written by hand"));
  await store.projects.update(id, { name: "ours" });
  expect(await store.projects.get("ours")).toMatchObject({ description: "written by hand" });
  await store.close();
});

test("two handles that write in turn know what the other one wrote", async () => {
  const [one, two] = [(await open()).store, (await open()).store];
  for (let round = 0; round < 5; round += 1) {
    const { id } = await one.projects.create({ name: `project ${round}`, description: "" });
    await expect(
      two.projects.create({ name: `project ${round}`, description: "" }),
    ).rejects.toMatchObject({ code: "entity_exists" });
    await two.projects.update(id, { name: `renamed ${round}` });
    await one.projects.create({ name: `project ${round}`, description: "again" });
    await two.projects.delete(id);
  }
  const { items } = await one.projects.list();
  expect(items.map(({ name }) => name)).toEqual([
    "default",
    ...[0, 1, 2, 3, 4].map((round) => `project ${round}`),
  ]);
  await Promise.all([one.close(), two.close()]);
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

test("a new name is a new file name, and the old file goes", async () => {
  const file = await withStack("mine");
  const { store } = await open();
  const { id } = await store.stacks.get("mine");
  await store.stacks.update(id, { name: "ours" });
  expect(existsSync(file)).toBe(false);
  expect(existsSync(file.replace("mine-", "ours-"))).toBe(true);
  await store.close();
});

test("a folder that is a git repository and nothing else becomes a store", async () => {
  mkdirSync(join(root(), ".git"), { recursive: true });
  writeFileSync(join(root(), "README.md"), "# our stacks\n");
  const { store } = await open();
  expect(await names(store)).toEqual(["default"]);
  await store.close();
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
