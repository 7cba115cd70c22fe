// Renaming, moving, exporting and deleting profiles: what happens to their data.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Machine } from "./machine.js";

let machine: Machine;

beforeEach(async () => {
  machine = new Machine();
  await machine.zenml("profile list");
});
afterEach(() => machine.remove());

const profiles = () => join(machine.configFolder, "profiles");
const projectsOf = async (profile: string) => {
  const projects = await machine.json(`project list --profile ${profile}`);
  return Array.isArray(projects) ? projects.map(({ name }) => String(name)) : [];
};

test("a renamed profile keeps its store, its local files, and being active", async () => {
  await machine.zenml("profile create before");
  await machine.zenml("profile set before");
  await machine.zenml("project create birds");
  const local = join(machine.configFolder, "local", "before");
  mkdirSync(local, { recursive: true });
  writeFileSync(join(local, "bytes"), "1");
  const renamed = await machine.zenml("profile rename before after");
  expect(renamed).toMatchObject({
    code: 0,
    stdout: "Profile 'before' successfully renamed to 'after'.\n",
  });
  expect(renamed.stderr).toContain("Other repositories may still name 'before'");
  expect(await machine.json("profile get")).toMatchObject({ name: "after" });
  expect(await projectsOf("after")).toEqual(["birds", "default"]);
  // A new profile of the old name has nothing to do with it.
  await machine.zenml("profile create before");
  expect(await projectsOf("before")).toEqual(["default"]);
  await machine.zenml("profile delete before --yes");
  expect(readFileSync(join(local, "bytes"), "utf8")).toBe("1");
  expect(await projectsOf("after")).toEqual(["birds", "default"]);
});

test("the repository follows a renamed profile, and a variable that does not is told", async () => {
  await machine.zenml("profile create before");
  await machine.zenml("init");
  await machine.zenml("profile set before");
  const env = { ZENML_ACTIVATED_PROFILE: "before" };
  const renamed = await machine.zenml("profile rename before after", { env });
  expect(renamed.stderr).toContain("export ZENML_ACTIVATED_PROFILE=after");
  expect(await machine.json("profile get")).toMatchObject({ name: "after", source: "repository" });
});

test("a profile cannot take a name that is taken", async () => {
  await machine.zenml("profile create other");
  const { code, stderr } = await machine.zenml("profile rename other default");
  expect(code).toBe(1);
  expect(stderr).toContain("Profile 'default' already exists.");
});

test("a store in the settings folder is deleted with its profile, after asking", async () => {
  await machine.zenml("profile create gone");
  const folder = join(profiles(), "gone");
  const asked = await machine.zenml("profile delete gone");
  expect([asked.code, existsSync(folder)]).toEqual([2, true]);
  const refused = await machine.zenml("profile delete gone", { terminal: 100, input: "n\n" });
  expect([refused.code, existsSync(folder)]).toEqual([1, true]);
  expect(refused.stderr).toContain(`Deleted with it, with everything in it: ${folder}\n`);
  const done = await machine.zenml("profile delete gone", { terminal: 100, input: "y\n" });
  expect(done).toMatchObject({ code: 0, stdout: "Deleted profile 'gone'.\n" });
  expect(readdirSync(profiles())).toEqual(["default"]);
});

test("a store elsewhere outlives its profile", async () => {
  await machine.zenml("profile create git --url ./store");
  const { stderr } = await machine.zenml("profile delete git --yes");
  expect(stderr).toContain(`Left as it is: ${pathToFileURL(join(machine.work, "store")).href}\n`);
  await machine.zenml("profile create again --url ./store");
  expect(await projectsOf("again")).toEqual(["default"]);
});

test("a store that another profile uses too outlives the first", async () => {
  await machine.zenml("profile create one");
  await machine.zenml(["profile", "create", "two", "--url", join(profiles(), "one")]);
  await machine.zenml("profile delete one --yes");
  expect(await projectsOf("two")).toEqual(["default"]);
});

test("an active profile cannot be deleted, and each setting that makes it active is named", async () => {
  await machine.zenml("init");
  const env = { ZENML_ACTIVATED_PROFILE: "default" };
  const { code, stderr } = await machine.zenml("profile delete default --yes", { env });
  expect(code).toBe(1);
  const file = join(machine.work, ".zen", "zenml.yaml");
  expect(stderr).toContain(
    `Error: Profile 'default' cannot be deleted because it is active in this shell (ZENML_ACTIVATED_PROFILE) and locally (${file}) and globally.\n`,
  );
  expect(stderr).toContain("zenml profile set --global PROFILE");
});

test("a profile follows its store to a new place, and never to an empty one", async () => {
  await machine.zenml("profile create moved --url ./here");
  await machine.zenml("project create birds --profile moved");
  const nowhere = await machine.zenml("profile update moved --url ./there");
  expect(nowhere.code).toBe(1);
  expect(nowhere.stderr).toContain("There is no store");
  expect(existsSync(join(machine.work, "there"))).toBe(false);
  renameSync(join(machine.work, "here"), join(machine.work, "there"));
  expect(await machine.zenml("profile update moved --url ./there")).toMatchObject({
    code: 0,
    stdout: "Profile 'moved' successfully updated.\n",
  });
  expect(await projectsOf("moved")).toEqual(["birds", "default"]);
});

test("an update that changes nothing is bad usage", async () => {
  expect((await machine.zenml("profile update default")).code).toBe(2);
});

test("an exported profile can be created from its file", async () => {
  await machine.zenml("profile create team --url ./store --user alice");
  const file = join(machine.work, "team.yaml");
  const exported = await machine.zenml("profile export team team.yaml");
  expect(exported.stdout).toBe(`Exported profile 'team' to ${file}.\n`);
  expect((await machine.zenml("profile export team team.yaml")).code).toBe(1);
  await machine.zenml("profile delete team --yes");
  const before = await machine.zenml("profile create --from team.yaml");
  expect(before.stdout).toBe("Profile 'team' successfully created.\n");
  expect(await machine.json("profile describe team")).toMatchObject({
    store_url: pathToFileURL(join(machine.work, "store")).href,
    active_user: "alice",
  });
  await machine.zenml("profile create copy --from team.yaml");
  expect(await machine.json("profile describe copy")).toMatchObject({ active_user: "alice" });
});

test("an exported profile with mistakes is refused with their places", async () => {
  const file = join(machine.work, "bad.yaml");
  writeFileSync(file, "version: 1\nname: x\nstore_type: sqlite\ncolour: red\n");
  const { code, stderr } = await machine.zenml("profile create --from bad.yaml");
  expect(code).toBe(1);
  expect(stderr).toContain(`${file}:3:1: store_type`);
  expect(stderr).toContain(`${file}:4:1: colour: unknown key`);
});

test("a password is kept apart from the URL, readable by its owner alone, and goes with the profile", async () => {
  const url = `sqlite:///${join(machine.work, "x.db")}?password=s3cret`;
  const created = await machine.zenml(["profile", "create", "p", "--url", url, "-o", "json"]);
  expect(created.code).toBe(0);
  const file = join(machine.configFolder, "credentials.yaml");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, "utf8")).toContain("password: s3cret");
  const shown = [
    created.stdout,
    created.stderr,
    (await machine.zenml("profile list")).stdout,
    (await machine.zenml("profile export p")).stdout,
    (await machine.zenml("status --profile p")).stdout,
    readFileSync(join(machine.configFolder, "zenml.yaml"), "utf8"),
  ];
  expect(shown.join("\n")).not.toContain("s3cret");
  await machine.zenml("profile rename p q");
  expect(readFileSync(file, "utf8")).toMatch(/q:\n +password: s3cret/);
  await machine.zenml("profile delete q --yes");
  expect(readFileSync(file, "utf8")).not.toContain("s3cret");
});

test("clean deletes what is ours, and nothing of an older ZenML or elsewhere", async () => {
  await machine.zenml("profile create git --url ./store");
  await machine.zenml("profile create own");
  writeFileSync(join(machine.configFolder, "config.yaml"), "activated_profile: default\n");
  mkdirSync(join(profiles(), "old"));
  writeFileSync(join(profiles(), "old", "stacks.yaml"), "stacks: {}\n");
  expect((await machine.zenml("clean")).code).toBe(2);
  const cleaned = await machine.zenml("clean --yes");
  expect(cleaned).toMatchObject({ code: 0, stdout: "Deleted all profiles of this machine.\n" });
  expect(readdirSync(machine.configFolder).sort()).toEqual(["config.yaml", "profiles"]);
  expect(readdirSync(profiles())).toEqual(["old"]);
  expect(existsSync(join(machine.work, "store", "zenml-store.yaml"))).toBe(true);
  expect((await machine.zenml("profile list")).stderr).toContain("Creating default profile...");
});
