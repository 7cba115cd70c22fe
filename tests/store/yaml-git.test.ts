// A store in git, shared by two people with a clone each. Real git.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "../../src/store/open.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import { Samples } from "../contract/zen-store/samples.js";
import { eachInFolder } from "./places.js";

const folder = eachInFolder();
const opened: ZenStore[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

function git(clone: string, ...args: readonly string[]): string {
  const person = ["-c", `user.name=${clone}`, "-c", `user.email=${clone}@example.org`];
  const options = ["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", ...person];
  const env = { PATH: process.env["PATH"], HOME: folder(), GIT_CONFIG_NOSYSTEM: "1" };
  const cwd = join(folder(), clone);
  return execFileSync("git", [...options, ...args], { cwd, env, encoding: "utf8", stdio: "pipe" });
}

async function open(clone: string, warnings: string[] = []): Promise<ZenStore> {
  const url = pathToFileURL(join(folder(), clone, "store")).href;
  const { store } = await openStore({ type: "local", url, onWarning: (one) => warnings.push(one) });
  opened.push(store);
  return store;
}

/** All that git is offered, with a message that says who did it. */
function commit(clone: string): void {
  git(clone, "add", "--all");
  git(clone, "commit", "--message", `by ${clone}`);
}

/** Ada has a store in git, Bob a clone of it. */
beforeEach(async () => {
  execFileSync("mkdir", [join(folder(), "ada")]);
  git("ada", "init", "--quiet");
  await open("ada");
  commit("ada");
  git("ada", "clone", "--quiet", ".", "../bob");
});

async function addStack(clone: string, name: string): Promise<void> {
  const { stacks, components } = await open(clone);
  const made = await components.create({
    name: `${name} orchestrator`,
    type: "orchestrator",
    flavor: "local",
    configuration: { workers: 2 },
    shared: false,
  });
  const orchestrator = { id: made.id, name: made.name };
  await stacks.create({ name, shared: false, components: { orchestrator } });
  commit(clone);
}

test("two clones that add stacks and components merge without conflict, and each has both", async () => {
  await addStack("ada", "Ada's");
  await addStack("bob", "Bob's");
  git("ada", "pull", "--no-rebase", "--quiet", "../bob", "main");
  git("bob", "pull", "--no-rebase", "--quiet", "../ada", "main");
  for (const clone of ["ada", "bob"]) {
    const warnings: string[] = [];
    const { stacks, components } = await open(clone, warnings);
    expect((await stacks.list()).items.map(({ name }) => name)).toEqual([
      "Ada's",
      "Bob's",
      "default",
    ]);
    expect((await components.list()).items).toHaveLength(4);
    expect(warnings).toEqual([]);
    expect(git(clone, "status", "--short")).toBe("");
  }
});

test("git is offered what people share, and no history, locks or indexes", async () => {
  const store = await open("ada");
  await new Samples(store).create("run", 1);
  await store.stacks.list();
  expect(readdirSync(join(folder(), "ada", "store"))).toEqual(
    expect.arrayContaining(["history.db", ".index", ".lock"]),
  );
  expect(git("ada", "status", "--short", "--untracked-files=all")).toBe("");
  const kept = git("ada", "ls-files").trim().split("\n");
  expect(kept.filter((file) => !file.endsWith(".yaml"))).toEqual(["store/.gitignore"]);
  const folders = new Set(kept.map((file) => file.split("/").slice(1, -1).join("/")));
  expect([...folders].sort()).toEqual(["", "components", "projects", "stacks", "users"]);
  const { runs } = await open("bob");
  expect((await runs.list()).items).toEqual([]);
});

/** What git says when it cannot merge. */
function pullInto(clone: string, other: string): readonly string[] {
  expect(() => git(clone, "pull", "--no-rebase", "--quiet", `../${other}`, "main")).toThrow();
  return git(clone, "diff", "--name-only", "--diff-filter=U").trim().split("\n");
}

/** Both give the stack another orchestrator. */
async function conflict(): Promise<void> {
  for (const clone of ["ada", "bob"]) {
    const { components, stacks } = await open(clone);
    const name = `of-${clone}`;
    const local = { type: "orchestrator", flavor: "local", configuration: {} } as const;
    const { id } = await components.create({ ...local, name, shared: false });
    const stack = await stacks.get("default");
    await stacks.update(stack.id, { components: { orchestrator: { id, name } } });
    commit(clone);
  }
  expect(pullInto("ada", "bob")).toEqual([expect.stringMatching(/^store\/stacks\/default-/)]);
}

test("two people who changed one stack get git's conflict, and the error names file and line", async () => {
  await conflict();
  const warnings: string[] = [];
  const { components, stacks } = await open("ada", warnings);
  await expect(stacks.get("default")).rejects.toMatchObject({
    code: "store_corrupt",
    message: expect.stringMatching(/stacks\/default-[0-9a-f]{8}\.yaml:\d+:1: git left a conflict/),
    hint: expect.stringContaining("git checkout --ours"),
  });
  await addOther(stacks);
  expect((await stacks.list()).items.map(({ name }) => name)).toEqual(["other"]);
  expect(warnings).toMatchObject([expect.stringContaining("git left a conflict")]);
  expect((await components.list()).items).toHaveLength(4);
});

async function addOther(stacks: ZenStore["stacks"]): Promise<void> {
  await stacks.create({ name: "other", shared: false, components: {} });
}

test("the advice of that error solves it", async () => {
  await conflict();
  const { stacks } = await open("ada");
  const error: unknown = await stacks.get("default").catch((thrown: unknown) => thrown);
  const hint = String(Reflect.get(Object(error), "hint"));
  const [advice = ""] = /git checkout --ours -- \S+/.exec(hint) ?? [];
  git("ada", ...advice.split(" ").slice(1));
  const found = await stacks.get("default");
  expect(found.components.orchestrator).toMatchObject({ name: "of-ada" });
  commit("ada");
  git("bob", "pull", "--no-rebase", "--quiet", "../ada", "main");
  const bob = await open("bob");
  expect(await bob.stacks.get("default")).toEqual(found);
});

test("one stack that two rename is never two", async () => {
  for (const clone of ["ada", "bob"]) {
    const { stacks } = await open(clone);
    const { id } = await stacks.get("default");
    await stacks.update(id, { name: `of-${clone}` });
    commit(clone);
  }
  pullInto("ada", "bob");
  const warnings: string[] = [];
  const { stacks } = await open("ada", warnings);
  expect((await stacks.list()).items).toEqual([]);
  const isConflict = expect.stringContaining("git left a conflict");
  expect(warnings).toEqual([isConflict, isConflict]);
});

test("one name that two give to a stack each is told by id", async () => {
  await addStack("ada", "same");
  await addStack("bob", "same");
  git("ada", "pull", "--no-rebase", "--quiet", "../bob", "main");
  const { stacks } = await open("ada");
  await expect(stacks.get("same")).rejects.toMatchObject({ code: "ambiguous" });
  const { items } = await stacks.list({
    filters: [{ field: "name", operator: "eq", value: "same" }],
  });
  const [one, two] = items;
  await stacks.update(two?.id ?? "", { name: "other" });
  expect((await stacks.get("same")).id).toBe(one?.id);
});
