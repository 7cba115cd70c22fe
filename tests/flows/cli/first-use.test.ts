import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Machine } from "./machine.js";

let machine: Machine;

beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

// The words of the documents, without what ZenML itself does now (the metadata store).
const CREATION = `Creating default profile...
Initializing profile \`default\`...
Initializing store...
Registered stack component with type 'orchestrator' and name 'default'.
Registered stack component with type 'artifact_store' and name 'default'.
Registered stack with name 'default'.
Created and activated default profile.
`;
const HEADER = `Running without an active repository root.
Running with active profile: 'default' (global)
`;
const STACKS = `┏━━━━━━━━┯━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━┓
┃ ACTIVE │ STACK NAME │ ARTIFACT_STORE │ ORCHESTRATOR ┃
┠────────┼────────────┼────────────────┼──────────────┨
┃   👉   │ default    │ default        │ default      ┃
┗━━━━━━━━┷━━━━━━━━━━━━┷━━━━━━━━━━━━━━━━┷━━━━━━━━━━━━━━┛
`;

test("the first command makes and activates the default profile, the second finds it", async () => {
  const first = await machine.zenml("stack list");
  expect(first).toEqual({ code: 0, stdout: STACKS, stderr: CREATION + HEADER });
  const second = await machine.zenml("stack list");
  expect(second).toEqual({ code: 0, stdout: STACKS, stderr: HEADER });
});

test("asking for help or the version makes nothing", async () => {
  for (const words of ["", "--help", "--version", "version", "stack", "stack list --help"]) {
    expect((await machine.zenml(words)).code).toBe(0);
  }
  expect(readdirSync(machine.home)).toEqual([]);
});

test("several first commands at once make one profile", async () => {
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => machine.zenml("stack list --quiet")),
  );
  expect(answers).toEqual(
    Array.from({ length: 4 }, () => ({ code: 0, stdout: STACKS, stderr: "" })),
  );
  expect(await machine.json("stack list")).toHaveLength(1);
});

test("a repository is initialized with the words of the documents, once", async () => {
  await machine.zenml("stack list");
  const root = machine.work;
  expect(await machine.zenml("init")).toEqual({
    code: 0,
    stdout: `ZenML repository initialized at ${root}.
The local active profile was initialized to 'default' and the local active stack
to 'default'. This local configuration will only take effect when you're running
ZenML from the initialized repository root, or from a subdirectory. For more
information on profile and stack configuration, please visit https://docs.zenml.io.
`,
    stderr: "",
  });
  expect(await machine.zenml("init")).toEqual({
    code: 1,
    stdout: "",
    stderr: `Error: Found existing ZenML repository at path '${root}'.
Hint: It is initialized already: zenml status
`,
  });
  const inside = await machine.zenml("stack list", { cwd: join(root) });
  expect(inside.stderr).toBe("Running with active profile: 'default' (local)\n");
});

test("init takes a folder, which must be there", async () => {
  mkdirSync(join(machine.work, "inner"));
  const made = await machine.zenml("init --path inner -o json");
  expect(JSON.parse(made.stdout)).toMatchObject({ root: join(machine.work, "inner") });
  const missing = await machine.zenml("init --path nowhere");
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain(`there is no folder '${join(machine.work, "nowhere")}'`);
});

test("the header tells which source decided, and the project when it is not the default", async () => {
  await machine.zenml("init");
  const env = { ZENML_ACTIVATED_PROFILE: "default" };
  const { stderr } = await machine.zenml("stack list", { env });
  expect(stderr).toBe("Running with active profile: 'default' (environment)\n");
  const flagged = await machine.zenml("stack list --profile default", { env });
  expect(flagged.stderr).toBe("Running with active profile: 'default' (flag)\n");
});

test("an older ZenML's profile in the way is left alone, and the new one lies beside it", async () => {
  const old = join(machine.configFolder, "profiles", "default");
  mkdirSync(old, { recursive: true });
  writeFileSync(join(old, "stacks.yaml"), "stacks: {}\n");
  writeFileSync(join(machine.configFolder, "config.yaml"), "activated_profile: default\n");
  const { code, stderr } = await machine.zenml("stack list");
  expect(code).toBe(0);
  expect(stderr).toContain(`An older ZenML keeps a profile in ${old}: it is left as it is.\n`);
  expect(stderr).toContain(`zenml profile migrate ${old}\n`);
  expect(readdirSync(old)).toEqual(["stacks.yaml"]);
  expect(readFileSync(join(machine.configFolder, "config.yaml"), "utf8")).toBe(
    "activated_profile: default\n",
  );
  const status = await machine.json("status");
  expect(status).toMatchObject({
    store_url: { value: expect.stringMatching(/profiles\/default-typescript$/) },
  });
});

test("status says what applies and who said so", async () => {
  await machine.zenml("init");
  const env = { ZENML_ACTIVATED_STACK: "default" };
  const { stdout } = await machine.zenml("status -o json", { env });
  const repository = join(machine.work, ".zen", "zenml.yaml");
  const global = join(machine.configFolder, "zenml.yaml");
  expect(JSON.parse(stdout)).toMatchObject({
    profile: { value: "default", source: "repository", origin: repository },
    store_type: { value: "local", source: "global", origin: global },
    project: { value: "default", source: "global", origin: global },
    stack: { value: "default", source: "environment", origin: "ZENML_ACTIVATED_STACK" },
    user: { value: "default", source: "global", origin: global },
    repository: { value: machine.work },
  });
});

test("a store URL of the environment is enough, and the settings folder is not made", async () => {
  const env = { ZENML_STORE_URL: `sqlite:///${join(machine.root, "x.db")}` };
  const { code, stdout } = await machine.zenml("stack list", { env });
  expect({ code, stdout }).toEqual({ code: 0, stdout: STACKS });
  expect(existsSync(machine.configFolder)).toBe(false);
});

test.each([
  [
    "profile",
    "--profile nowhere",
    "There is no profile named 'nowhere' (--profile). Profiles: 'default'.",
  ],
  [
    "project",
    "--project nowhere",
    "There is no project named 'nowhere' (--project). Projects: 'default'.",
  ],
  ["stack", "--stack nowhere", "There is no stack named 'nowhere' (--stack). Stacks: 'default'."],
])("an unknown %s is an error that lists what there is", async (_, flags, message) => {
  await machine.zenml("stack list");
  const { code, stdout, stderr } = await machine.zenml(`stack list ${flags}`);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(`Error: ${message}\n`);
});

test("a stored stack that is gone is not left active, and it is said once", async () => {
  await machine.zenml("init");
  const file = join(machine.work, ".zen", "zenml.yaml");
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace("active_stack: default", "active_stack: gone"),
  );
  const list = await machine.zenml("stack list");
  expect(list.code).toBe(0);
  expect(list.stderr).toContain(
    "The current repo active stack is no longer available. Resetting the active stack to default.\n",
  );
  expect(list.stdout).toContain("👉");
  const get = await machine.zenml("stack get");
  expect(get).toMatchObject({ code: 0, stdout: "The active stack is: 'default'\n" });
  expect(get.stderr).not.toContain("Resetting");
});

test("stack get and describe tell of the active stack", async () => {
  expect((await machine.zenml("stack get")).stdout).toBe("The active stack is: 'default'\n");
  expect((await machine.zenml("stack describe")).stdout).toBe(
    `        Stack Configuration        
┏━━━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━┓
┃ COMPONENT_TYPE │ COMPONENT_NAME ┃
┠────────────────┼────────────────┨
┃ ARTIFACT_STORE │ default        ┃
┠────────────────┼────────────────┨
┃ ORCHESTRATOR   │ default        ┃
┗━━━━━━━━━━━━━━━━┷━━━━━━━━━━━━━━━━┛
     'default' stack (ACTIVE)      
`,
  );
});

test("a corrupt settings file ends every command, is named with line and column, and stays", async () => {
  mkdirSync(machine.configFolder, { recursive: true });
  const file = join(machine.configFolder, "zenml.yaml");
  writeFileSync(file, "version: 1\nprofiles: [\n");
  const { code, stderr } = await machine.zenml("stack list");
  expect(code).toBe(1);
  expect(stderr).toContain(`${file}:3:1`);
  expect(readFileSync(file, "utf8")).toBe("version: 1\nprofiles: [\n");
});
