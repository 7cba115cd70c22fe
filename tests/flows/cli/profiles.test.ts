// Profiles through the command line, in the words of the documents.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
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

const HEADER = `Running without an active repository root.
Running with active profile: 'default' (global)
`;
const STORE = `Initializing store...
Registered stack component with type 'orchestrator' and name 'default'.
Registered stack component with type 'artifact_store' and name 'default'.
Registered stack with name 'default'.
`;

const settingsFile = () => join(machine.configFolder, "zenml.yaml");
const storeUrl = async (profile: string) => {
  const described = await machine.json(`profile describe ${profile}`);
  return String(described?.["store_url" as keyof typeof described]);
};
const names = async () => {
  const list = await machine.json("profile list");
  return Array.isArray(list) ? list.map(({ name }) => String(name)) : [];
};

test("a profile is created, used and listed in the words of the documents", async () => {
  expect(await machine.zenml("profile create zenml")).toEqual({
    code: 0,
    stdout: "Profile 'zenml' successfully created.\n",
    stderr: `${HEADER}Initializing profile \`zenml\`...\n${STORE}`,
  });
  expect(await machine.zenml("profile set zenml")).toEqual({
    code: 0,
    stdout: "Active profile changed to: 'zenml'\n",
    stderr: HEADER,
  });
  const place = join(machine.configFolder, "profiles");
  const url = (name: string) => pathToFileURL(join(place, name)).href.padEnd(place.length + 15);
  const line = "━".repeat(place.length + 17);
  expect((await machine.zenml("profile list")).stdout)
    .toBe(`┏━━━━━━━━┯━━━━━━━━━━━━━━┯━━━━━━━━━━━━┯${line}┯━━━━━━━━━━━━━━┓
┃ ACTIVE │ PROFILE NAME │ STORE TYPE │ ${"URL".padEnd(place.length + 15)} │ ACTIVE STACK ┃
┠────────┼──────────────┼────────────┼${line.replaceAll("━", "─")}┼──────────────┨
┃        │ default      │ local      │ ${url("default")} │ default      ┃
┃   👉   │ zenml        │ local      │ ${url("zenml")} │ default      ┃
┗━━━━━━━━┷━━━━━━━━━━━━━━┷━━━━━━━━━━━━┷${line}┷━━━━━━━━━━━━━━┛
`);
  const get = await machine.zenml("profile get");
  expect(get.stdout).toBe("Active profile is: zenml\n");
  expect(get.stderr).toBe("Running without an active repository root.\n");
});

test("a description has the rows of the documents, and the project when it is not the default", async () => {
  const { stdout } = await machine.zenml("profile describe");
  const rows = stdout.split("\n").flatMap((line) => /^┃ (\S+) +│ (.*?) +┃$/.exec(line)?.[1] ?? []);
  expect(rows).toEqual([
    "PROPERTY",
    "NAME",
    "STORE_URL",
    "STORE_TYPE",
    "ACTIVE_STACK",
    "ACTIVE_USER",
  ]);
  expect(stdout.split("\n")[0]?.trim()).toBe("'default' Profile Configuration (ACTIVE)");
  await machine.zenml("project create birds");
  await machine.zenml("project set birds");
  const later = await machine.zenml("profile describe default");
  expect(later.stdout).toMatch(/ACTIVE_PROJECT │ birds/);
  expect(await machine.json("profile describe")).toMatchObject({ active_project: "birds" });
});

test("relative places become absolute when the profile is created", async () => {
  await machine.zenml("profile create files --url ./a/b");
  expect(await storeUrl("files")).toBe(pathToFileURL(join(machine.work, "a", "b")).href);
  await machine.zenml("profile create base --url sqlite:///c.db");
  expect(await storeUrl("base")).toBe(`sqlite:///${join(machine.work, "c.db")}`);
  await machine.zenml("profile create -t sql own");
  expect(await storeUrl("own")).toBe(
    `sqlite:///${join(machine.configFolder, "profiles", "own", "zenml.db")}`,
  );
  await machine.zenml("profile create tilde --url=~/here");
  expect(await storeUrl("tilde")).toBe(pathToFileURL(join(machine.home, "here")).href);
});

test("a store that is at the URL already is loaded", async () => {
  await machine.zenml("profile create git --url ./store");
  await machine.zenml("project create birds --profile git");
  const clone = await machine.zenml("profile create git-clone --url ./store");
  expect(clone).toEqual({
    code: 0,
    stdout: "Profile 'git-clone' successfully created.\n",
    stderr: `${HEADER}Initializing profile \`git-clone\`...\n`,
  });
  const projects = await machine.json("project list --profile git-clone");
  expect(projects).toMatchObject([{ name: "birds" }, { name: "default" }]);
});

test.each([
  ["of an unknown scheme", ["--url", "s3://bucket/x"], "begin with 's3:'"],
  [
    "of another type",
    ["-t", "local", "--url", "http://127.0.0.1:9"],
    "no URL of a store of type 'local'",
  ],
  [
    "that is a path where a database is wanted",
    ["-t", "sql", "--url", "/x.db"],
    "no URL of a store of type 'sql'",
  ],
  ["that is empty", ["--url", " "], "cannot be empty"],
  [
    "of a file on another machine",
    ["--url", "file://elsewhere/x"],
    "names no folder of this machine",
  ],
  ["that lasts for a command", ["--url", "memory:"], "lasts for one command only"],
  ["missing, for a server", ["-t", "rest"], "needs the URL of its server"],
])("a URL %s is refused, and nothing is left behind", async (_, flags, message) => {
  const before = readFileSync(settingsFile(), "utf8");
  const { code, stdout, stderr } = await machine.zenml(["profile", "create", "bad", ...flags]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(message);
  expect(readFileSync(settingsFile(), "utf8")).toBe(before);
  expect(readdirSync(join(machine.configFolder, "profiles"))).toEqual(["default"]);
});

test("a folder of somebody else's files is left alone, and no profile is made of it", async () => {
  const folder = join(machine.work, "photos");
  mkdirSync(folder);
  writeFileSync(join(folder, "cat.jpg"), "meow");
  const { code, stderr } = await machine.zenml("profile create cats --url ./photos");
  expect(code).toBe(1);
  expect(stderr).toContain("holds cat.jpg");
  expect(readdirSync(folder)).toEqual(["cat.jpg"]);
  expect(await names()).toEqual(["default"]);
});

test("a failure behind the making of the store takes the store away again", async () => {
  mkdirSync(join(machine.configFolder, "credentials.yaml"));
  const url = `sqlite:///${join(machine.work, "new", "x.db")}?password=secret`;
  const { code, stderr } = await machine.zenml(["profile", "create", "half", "--url", url]);
  expect(code).toBe(1);
  expect(stderr).toContain("credentials.yaml");
  expect(stderr).not.toContain("secret");
  expect(existsSync(join(machine.work, "new"))).toBe(false);
  expect(await names()).toEqual(["default"]);
});

test.each([
  ["a control character", "a\u0007b", "control characters"],
  ["a path separator", "a/b", "'/'"],
  ["300 characters", "x".repeat(300), "at most 255"],
  ["nothing", "", "cannot be empty"],
])("a name of %s is refused", async (_, name, message) => {
  const { code, stderr } = await machine.zenml(["profile", "create", name]);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(await names()).toEqual(["default"]);
});

test("a name that begins with a dash is refused", async () => {
  const { code, stderr } = await machine.zenml(["profile", "create", "--", "-x"]);
  expect(code).toBe(1);
  expect(stderr).toContain("cannot begin with '-'");
});

test.each(["🦜 birds", "..", "con", "näme", "Ähm 👉", "x".repeat(255)])(
  "the name '%s' gets a folder that every disk can hold",
  async (name) => {
    expect((await machine.zenml(["profile", "create", name])).code).toBe(0);
    const [folder = "", ...others] = readdirSync(join(machine.configFolder, "profiles")).filter(
      (entry) => entry !== "default",
    );
    expect(others).toEqual([]);
    expect(folder).toMatch(/^[a-z0-9-]{1,60}$/);
    expect(await names()).toEqual(["default", name]);
    expect((await machine.zenml(["stack", "list", "--profile", name])).code).toBe(0);
  },
);

test("a profile of that name is an error, whatever else is asked", async () => {
  const { code, stderr } = await machine.zenml("profile create default --url ./elsewhere");
  expect(code).toBe(1);
  expect(stderr).toContain("Error: Profile 'default' already exists.\n");
  expect(existsSync(join(machine.work, "elsewhere"))).toBe(false);
});

test("what an older ZenML keeps in the default place stays byte for byte, and ours lies beside it", async () => {
  const old = join(machine.configFolder, "profiles", "team");
  mkdirSync(old);
  writeFileSync(join(old, "stacks.yaml"), "stacks: {}\n");
  for (const type of ["local", "sql"]) {
    const { code, stderr } = await machine.zenml(`profile create team -t ${type}`);
    expect(code).toBe(0);
    expect(stderr).toContain(`An older ZenML keeps a profile in ${old}: it is left as it is.\n`);
    expect(stderr).toContain(`zenml profile migrate ${old}\n`);
    expect(await storeUrl("team")).toContain("/profiles/team-typescript");
    expect(readdirSync(old)).toEqual(["stacks.yaml"]);
    await machine.zenml("profile delete team --yes");
    expect(readFileSync(join(old, "stacks.yaml"), "utf8")).toBe("stacks: {}\n");
  }
});

test("a URL where an older ZenML keeps a profile is answered with its migration", async () => {
  const old = join(machine.work, "old");
  mkdirSync(old);
  writeFileSync(join(old, "stacks.yaml"), "stacks: {}\n");
  const { code, stderr } = await machine.zenml("profile create team --url ./old");
  expect(code).toBe(1);
  expect(stderr).toContain(
    `Error: An older ZenML keeps a profile in ${old}: it is left as it is.\n`,
  );
  expect(stderr).toContain(`zenml profile migrate ${old}\n`);
  expect(readdirSync(old)).toEqual(["stacks.yaml"]);
});

test("a user that a new store lacks is made, one that a loaded store lacks is missed", async () => {
  await machine.zenml("profile create alices --user alice --url ./store");
  expect(await machine.json("profile describe alices")).toMatchObject({ active_user: "alice" });
  expect(await machine.json("user get --profile alices")).toMatchObject({ name: "alice" });
  const { code, stderr } = await machine.zenml("profile create bobs --user bob --url ./store");
  expect(code).toBe(1);
  expect(stderr).toContain("'bob'");
  expect(await names()).toEqual(["default", "alices"]);
  expect(existsSync(join(machine.work, "store", "zenml-store.yaml"))).toBe(true);
});

test("changes are answered with JSON alone where that is asked for", async () => {
  const created = await machine.zenml("profile create a -o json");
  expect(JSON.parse(created.stdout)).toMatchObject({
    name: "a",
    store_type: "local",
    active: false,
  });
  const set = await machine.zenml("profile set a -o json");
  expect(JSON.parse(set.stdout)).toEqual({ profile: "a", scope: "global", file: settingsFile() });
});
