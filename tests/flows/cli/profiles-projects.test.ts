// Projects and users of a profile's store.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Machine } from "./machine.js";

let machine: Machine;

beforeEach(async () => {
  machine = new Machine();
  await machine.zenml("profile list");
});
afterEach(() => machine.remove());

test.each(["local", "sql"])(
  "a project of a %s store has a default stack of its own",
  async (type) => {
    await machine.zenml(`profile create p -t ${type}`);
    await machine.zenml("profile set p");
    const made = await machine.zenml(["project", "create", "birds", "-d", "All of them"]);
    expect(made).toMatchObject({ code: 0, stdout: "Project 'birds' successfully created.\n" });
    const [ours] = [await machine.json("stack list")].flat();
    const [theirs] = [await machine.json("stack list --project birds")].flat();
    expect(theirs).toMatchObject({ name: "default" });
    expect(theirs).not.toMatchObject({ id: ours?.["id" as keyof typeof ours] });
    const again = await machine.zenml("project create birds");
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("'birds'")]);
  },
);

test("a project is set for the profile, or for the repository inside one", async () => {
  await machine.zenml("project create birds");
  expect((await machine.zenml("project set birds")).stdout).toBe(
    "Active project set to: 'birds'\n",
  );
  const get = await machine.zenml("project get");
  expect(get.stdout).toBe("The active project is: 'birds'\n");
  expect(get.stderr).toContain("Running with active project: 'birds' (global)\n");
  await machine.zenml("init");
  await machine.zenml("project set default");
  expect(await machine.json("project get")).toMatchObject({
    name: "default",
    source: "repository",
  });
  expect((await machine.zenml("project unset")).stdout).toBe("Unset active project.\n");
  expect(await machine.json("project get")).toMatchObject({ name: "birds", source: "global" });
  await machine.zenml("project set default --global");
  const outside = await machine.zenml("project get", { cwd: machine.root });
  expect(outside.stdout).toBe("The active project is: 'default'\n");
});

test("the active stack stays if the new project has one of its name, else it is the default one", async () => {
  await machine.zenml("stack copy default gpu");
  await machine.zenml("stack set gpu");
  await machine.zenml("project create birds");
  await machine.zenml("project set birds");
  expect((await machine.zenml("stack get")).stdout).toBe("The active stack is: 'default'\n");
});

test("a project that is gone can be left", async () => {
  const file = join(machine.configFolder, "zenml.yaml");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("active_project: default", "active_project: gone"));
  const { code, stderr } = await machine.zenml("stack list");
  expect([code, stderr]).toEqual([1, expect.stringContaining(`no project named 'gone' (${file})`)]);
  expect((await machine.zenml("project set default")).code).toBe(0);
  expect((await machine.zenml("stack list")).code).toBe(0);
});

test("a user that is gone can be left, and one that a profile acts as cannot be deleted", async () => {
  await machine.zenml("user create alice");
  await machine.zenml(`profile create other --user alice --url ${join(machine.root, "store")}`);
  await machine.zenml(`profile create same --url ${join(machine.root, "store")}`);
  const { code, stderr } = await machine.zenml("user delete alice --yes --profile same");
  expect([code, stderr]).toEqual([1, expect.stringContaining("active in the profile 'other'")]);
  const file = join(machine.configFolder, "zenml.yaml");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("active_user: default", "active_user: gone"));
  const list = await machine.zenml("stack list");
  expect(list.code).toBe(1);
  expect(list.stderr).toContain(`no user named 'gone' (${file}). Users: 'alice', 'default'.`);
  expect((await machine.zenml("user set alice")).code).toBe(0);
  expect((await machine.zenml("stack list")).code).toBe(0);
});

test("settings follow a project to its new name", async () => {
  await machine.zenml("project create birds");
  await machine.zenml("project set birds");
  const updated = await machine.zenml("project update birds --name owls -d nocturnal");
  expect(updated.stdout).toBe("Project 'owls' successfully updated.\n");
  expect(await machine.json("project get")).toMatchObject({
    name: "owls",
    description: "nocturnal",
  });
  expect((await machine.zenml("project update owls")).code).toBe(2);
});

test.each(["local", "sql"])(
  "a project of a %s store is deleted with what it holds",
  async (type) => {
    await machine.zenml(`profile create p -t ${type}`);
    await machine.zenml("profile set p");
    await machine.zenml("project create birds");
    await machine.zenml("stack copy default owls --project birds");
    const asked = await machine.zenml("project delete birds", { terminal: 120, input: "n\n" });
    expect(asked.stderr).toContain("delete project `birds`? It holds");
    expect(asked.stderr).toMatch(/stacks: 2/);
    expect(asked.code).toBe(1);
    const done = await machine.zenml("project delete birds --yes");
    expect(done).toMatchObject({ code: 0, stdout: "Deleted project 'birds'.\n" });
    expect(await machine.json("project list")).toMatchObject([{ name: "default" }]);
    expect(await machine.json("stack list")).toHaveLength(1);
  },
);

test("the default and the active project cannot be deleted", async () => {
  await machine.zenml("project create birds");
  await machine.zenml("project set birds");
  const active = await machine.zenml("project delete birds --yes");
  expect(active.code).toBe(1);
  expect(active.stderr).toContain("it is active globally in the profile 'default'");
  expect(active.stderr).toContain("zenml project set --global PROJECT --profile default");
  const first = await machine.zenml("project delete default --yes");
  expect([first.code, first.stderr]).toEqual([1, expect.stringContaining("every store")]);
});

test("projects are listed and described as the old product did", async () => {
  await machine.zenml(["project", "create", "birds", "-d", "All of them"]);
  const { stdout } = await machine.zenml("project list");
  expect(stdout.split("\n")[1]).toMatch(/┃ ACTIVE │ NAME +│ DESCRIPTION +│ CREATION_DATE +┃/);
  expect(stdout).toMatch(/┃ +│ birds +│ All of them │/);
  expect(stdout).toMatch(/┃ +👉 +│ default │/);
  const described = await machine.zenml("project describe birds");
  expect(described.stdout).toMatch(/COMPONENTS +│ 2/);
});

test("users are created, chosen and deleted, but for the active and the default one", async () => {
  const made = await machine.zenml("user create alice");
  expect(made.stdout).toBe("User 'alice' successfully created.\n");
  expect((await machine.zenml("user get")).stdout).toBe("Active user: 'default'\n");
  expect((await machine.zenml("user set alice")).stdout).toBe("Active user set to: 'alice'\n");
  expect(await machine.json("profile describe")).toMatchObject({ active_user: "alice" });
  expect(await machine.json("user list")).toMatchObject([{ name: "alice" }, { name: "default" }]);
  for (const [name, why] of [
    ["alice", "because it is active"],
    ["default", "every store"],
  ]) {
    const { code, stderr } = await machine.zenml(`user delete ${name} --yes`);
    expect([code, stderr]).toEqual([1, expect.stringContaining(why ?? "")]);
  }
  await machine.zenml("user set default");
  expect((await machine.zenml("user delete alice")).code).toBe(2);
  expect((await machine.zenml("user delete alice --yes")).stdout).toBe("Deleted user 'alice'.\n");
  expect((await machine.zenml("user delete nope --yes")).code).toBe(1);
});
