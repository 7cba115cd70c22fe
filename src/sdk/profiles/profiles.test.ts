import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { Client } from "../client.js";
import { Profiles } from "./profiles.js";

let env: NodeJS.ProcessEnv;
let cwd: string;

beforeEach(() => {
  const home = mkdtempSync(join(tmpdir(), "zenml-client-"));
  env = { HOME: home };
  cwd = join(home, "work");
  mkdirSync(cwd);
});

test("profiles are managed from code as on the command line", async () => {
  const profiles = new Profiles({ env, cwd });
  const made = await profiles.create({ name: "team", url: "./store" });
  expect(made).toMatchObject({ name: "team", store_type: "local", active: false });
  expect(await profiles.set("team")).toMatchObject({ scope: "global", name: "team" });
  expect(await profiles.get("team")).toMatchObject({ active: true });
  expect((await profiles.list()).map(({ name }) => name)).toEqual(["default", "team"]);
  await profiles.rename("team", "birds");
  expect(await profiles.export("birds")).toContain("name: birds\n");
  await expect(profiles.delete("birds")).rejects.toMatchObject({ code: "in_use" });
  await profiles.set("default");
  expect((await profiles.delete("birds")).keeps).toEqual([made.store_url]);
  await expect(profiles.get("birds")).rejects.toMatchObject({ code: "not_found" });
});

test("what is told on the way goes to who listens", async () => {
  const notices: string[] = [];
  const notice = (line: string) => notices.push(line);
  const profiles = new Profiles({ env, cwd }, { notice, warn: notice });
  await profiles.create({ name: "team" });
  expect(notices).toContain("Initializing profile `team`...");
});

test("projects and users of a client have verbs beside what every entity store has", async () => {
  const client = await Client.open({ env, cwd });
  try {
    const birds = await client.projects.create({ name: "birds" });
    expect(await client.projects.find(birds.id)).toEqual(birds);
    await client.projects.update(birds.id, { description: "All of them" });
    expect((await client.projects.list()).items.map(({ name }) => name)).toEqual([
      "birds",
      "default",
    ]);
    expect(await client.projects.active()).toMatchObject({ name: "default" });
    const alice = await client.users.create({ name: "alice" });
    await client.users.set("alice");
    expect(await client.users.active()).toMatchObject({ name: "default" });
    await client.projects.set("birds");
    const later = await Client.open({ env, cwd });
    expect([later.activeProject, (await later.users.active()).id]).toEqual(["birds", alice.id]);
    expect(await later.activeStack()).toMatchObject({ name: "default" });
    await later.close();
    await client.projects.set("default");
    expect((await client.projects.delete("birds")).counts).toEqual({ components: 2, stacks: 1 });
    await expect(client.users.delete("default")).rejects.toMatchObject({ code: "in_use" });
    await expect(client.users.delete("alice")).rejects.toMatchObject({ code: "in_use" });
    await client.users.set("default");
    await client.users.delete("alice");
  } finally {
    await client.close();
  }
});
