// Where settings come from, and what setting them says: flag, environment, repository, machine.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Machine } from "./machine.js";

let machine: Machine;

beforeEach(async () => {
  machine = new Machine();
  await machine.zenml("profile create zenml");
  await machine.zenml("stack copy default custom --profile zenml");
  await machine.zenml("stack set custom --profile zenml");
});
afterEach(() => machine.remove());

const outside = () => ({ cwd: machine.root });
const repositoryFile = () => join(machine.work, ".zen", "zenml.yaml");
const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);

async function activeStacks(env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const { stdout } = await machine.zenml("profile list -o json", { env });
  const list: unknown = JSON.parse(stdout);
  const rows = Array.isArray(list) ? list : [];
  return Object.fromEntries(
    rows.map(({ name, active, active_stack }) => [name, `${active ? "*" : ""}${active_stack}`]),
  );
}

test("the global stack is the profile's own", async () => {
  expect(await activeStacks()).toEqual({ default: "*default", zenml: "custom" });
});

test("variables override the global settings, and say so", async () => {
  const env = { ZENML_ACTIVATED_PROFILE: "zenml", ZENML_ACTIVATED_STACK: "default" };
  expect(await activeStacks(env)).toEqual({ default: "default", zenml: "*default" });
  const { stderr } = await machine.zenml("profile list", { env });
  expect(stderr).toContain("Running with active profile: 'zenml' (environment)\n");
});

test("a repository has settings of its own, which hold below it alone", async () => {
  await machine.zenml("init");
  expect((await machine.zenml("profile list")).stderr).toBe(
    "Running with active profile: 'default' (local)\n",
  );
  const set = await machine.zenml("profile set zenml");
  expect(set).toEqual({
    code: 0,
    stdout: "Active profile changed to: 'zenml'\n",
    stderr: "Running with active profile: 'default' (local)\n",
  });
  expect(await activeStacks()).toEqual({ default: "default", zenml: "*custom" });
  await machine.zenml("stack set default");
  expect(await activeStacks()).toEqual({ default: "default", zenml: "*default" });
  const below = join(machine.work, "a", "b");
  mkdirSync(below, { recursive: true });
  expect((await machine.zenml("profile get", { cwd: below })).stdout).toContain("zenml");
  expect(await machine.zenml("profile list", outside())).toMatchObject({
    stderr:
      "Running without an active repository root.\nRunning with active profile: 'default' (global)\n",
  });
});

test("inside a repository, --global sets the machine, and says what the repository keeps", async () => {
  await machine.zenml("init");
  const { stdout, stderr } = await machine.zenml("profile set zenml --global");
  expect(stdout).toBe("Active global profile changed to: 'zenml'\n");
  expect(lastLine(stderr)).toBe(
    `Warning: This repository keeps its own profile: 'default' (${repositoryFile()}).`,
  );
  expect(await machine.json("profile get")).toMatchObject({ name: "default" });
  expect((await machine.zenml("profile get", outside())).stdout).toBe("Active profile is: zenml\n");
});

test("setting what a variable overrides is done, and warned of", async () => {
  const env = { ZENML_ACTIVATED_PROFILE: "zenml" };
  const { code, stderr } = await machine.zenml("profile set default", { env });
  expect(code).toBe(0);
  expect(lastLine(stderr)).toBe(
    "Warning: ZENML_ACTIVATED_PROFILE=zenml still overrides it in this shell: unset ZENML_ACTIVATED_PROFILE",
  );
});

test("another profile resets what the repository said of the one before; the same one keeps it", async () => {
  await machine.zenml("init");
  await machine.zenml("profile set zenml");
  await machine.zenml("stack set default");
  await machine.zenml("profile set zenml");
  expect(readFileSync(repositoryFile(), "utf8")).toContain("active_stack: default");
  await machine.zenml("profile set default");
  expect(readFileSync(repositoryFile(), "utf8")).toContain("active_stack: null");
});

test("a stack of a profile that the repository does not mean is set on the machine, and told", async () => {
  await machine.zenml("init");
  const { stdout, stderr } = await machine.zenml("stack set default --profile zenml");
  expect(stdout).toBe("Active stack set to: 'default'\n");
  expect(stderr).toContain("The repository is for the profile 'default'");
  expect(await activeStacks()).toEqual({ default: "*default", zenml: "default" });
});

test.each([
  ["ZENML_ACTIVATED_PROFILE", "There is no profile named 'nope'", "Profiles: 'default', 'zenml'."],
  ["ZENML_ACTIVATED_PROJECT", "There is no project named 'nope'", "Projects: 'default'."],
  ["ZENML_ACTIVATED_STACK", "There is no stack named 'nope'", "Stacks: 'default'."],
])(
  "%s that names something unknown is an error that lists what exists",
  async (name, said, list) => {
    const env = { [name]: "nope" };
    for (const command of ["stack list", "status"]) {
      const { code, stderr } = await machine.zenml(command, { env });
      expect(code).toBe(1);
      expect(stderr).toContain(`Error: ${said} (${name}). ${list}\n`);
    }
  },
);

test("a list of profiles refuses a stack of the environment that does not exist", async () => {
  const env = { ZENML_ACTIVATED_STACK: "nope" };
  for (const command of ["profile list", "profile describe"]) {
    const { code, stdout, stderr } = await machine.zenml(command, { env });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("There is no stack named 'nope' (ZENML_ACTIVATED_STACK).");
  }
});

test("settings that name a profile that is gone can be seen and corrected", async () => {
  await machine.zenml("init");
  const text = readFileSync(repositoryFile(), "utf8");
  writeFileSync(repositoryFile(), text.replace("active_profile: default", "active_profile: gone"));
  const stack = await machine.zenml("stack list");
  expect(stack.code).toBe(1);
  expect(stack.stderr).toContain(`'gone' (${repositoryFile()})`);
  expect(stack.stderr).toContain("zenml profile set NAME");
  const list = await machine.zenml("profile list");
  expect(list.code).toBe(0);
  expect(list.stderr).toContain("Warning: There is no profile named 'gone'");
  expect((await machine.zenml("status")).stderr).toContain("no profile named 'gone'");
  expect((await machine.zenml("profile set zenml")).code).toBe(0);
  expect((await machine.zenml("stack list")).code).toBe(0);
});

test("setting a profile that does not exist changes nothing and lists those that do", async () => {
  const { code, stderr } = await machine.zenml("profile set zenmo");
  expect(code).toBe(1);
  expect(stderr).toContain("There is no profile named 'zenmo'. Profiles: 'default', 'zenml'.\n");
  expect(stderr).toContain("Did you mean 'zenml'?");
});

test("ZENML_REPOSITORY_PATH names the repository to work in and to make", async () => {
  const env = { ZENML_REPOSITORY_PATH: machine.work };
  const early = await machine.zenml("profile list", { ...outside(), env });
  expect([early.code, early.stderr]).toEqual([1, expect.stringContaining("zenml init --path")]);
  const made = await machine.zenml("init", { ...outside(), env });
  expect(made.stdout).toContain(`ZenML repository initialized at ${machine.work}.\n`);
  await machine.zenml("profile set zenml", { ...outside(), env });
  expect((await machine.zenml("profile get", { ...outside(), env })).stdout).toContain("zenml");
  expect(await machine.zenml("status", { ...outside(), env })).toMatchObject({
    stdout: expect.stringContaining("ZENML_REPOSITORY_PATH"),
  });
});

test("a repository inside another begins with the settings of the machine", async () => {
  await machine.zenml("init");
  await machine.zenml("profile set zenml");
  const inner = join(machine.work, "inner");
  mkdirSync(inner);
  const { stdout } = await machine.zenml("init --path inner");
  expect(stdout).toContain("initialized to 'default' and the local active stack\nto 'default'");
  expect((await machine.zenml("profile get", { cwd: inner })).stdout).toContain("default");
});

test("a store that cannot be opened does not hide what is set", async () => {
  await machine.zenml("profile create gone --url ./store");
  await machine.zenml("profile set gone");
  rmSync(join(machine.work, "store"), { recursive: true });
  const { code, stdout, stderr } = await machine.zenml("status");
  expect([code, stdout]).toEqual([0, expect.stringContaining("gone")]);
  expect(stderr).toContain("Warning: There is no store");
  expect((await machine.zenml("profile set default")).code).toBe(0);
});

test("a broken settings file is named with line and column, and stays", async () => {
  const file = join(machine.configFolder, "zenml.yaml");
  const text = "version: 1\nprofiles: {{{\n";
  writeFileSync(file, text);
  for (const command of ["profile list", "profile create x", "profile set default", "status"]) {
    const { code, stderr } = await machine.zenml(command);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`${file}:3:1`)]);
  }
  expect(readFileSync(file, "utf8")).toBe(text);
});

test("ZENML_STORE_URL leaves no profile active, and writes nothing", async () => {
  const env = { ZENML_STORE_URL: join(machine.root, "store") };
  const list = await machine.zenml("profile list -o json", { env });
  expect(JSON.parse(list.stdout)).toMatchObject([{ active: false }, { active: false }]);
  const get = await machine.zenml("profile get", { env });
  expect([get.code, get.stderr]).toEqual([1, expect.stringContaining("ZENML_STORE_URL")]);
  const set = await machine.zenml("stack set default", { env });
  expect([set.code, set.stderr]).toEqual([1, expect.stringContaining("ZENML_ACTIVATED_STACK")]);
});
