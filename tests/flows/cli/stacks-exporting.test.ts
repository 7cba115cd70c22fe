import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Client } from "../../../src/sdk/client.js";
import { Machine } from "./machine.js";
import { register } from "./registered.js";

let machine: Machine;

beforeEach(async () => {
  machine = new Machine();
  await machine.zenml("stack list");
});
afterEach(() => machine.remove());

const done = async (words: string) => {
  const { code, stdout, stderr } = await machine.zenml(words);
  if (code !== 0) throw new Error(`zenml ${words} ended with ${code}: ${stderr}`);
  return stdout;
};
const componentNames = async (words: string) => {
  const { components } = Object(await machine.json(words));
  return Object.fromEntries(
    Object.entries<{ name: string }>(components).map(([type, { name }]) => [type, name]),
  );
};

async function configurationOf(artifactStore: string): Promise<unknown> {
  const client = await Client.open({ env: machine.env, cwd: machine.work });
  try {
    return (await client.components.get(artifactStore, { type: "artifact_store" })).configuration;
  } finally {
    await client.close();
  }
}

const EXPORTED = `components:
  artifact_store:
    name: disk
    flavor: local
    configuration:
      path: /data
  orchestrator:
    name: default
    flavor: local
    configuration: {}
stack_name: mine
zenml_version: 0.1.0
`;

describe("exporting", () => {
  beforeEach(async () => {
    await register(machine, [
      { type: "artifact_store", name: "disk", configuration: { path: "/data" } },
    ]);
    await done("stack register mine -a disk -o default");
  });

  test("writes the stack's name with .yaml, or the file that is named", async () => {
    expect(await done("stack export mine")).toBe("Exported stack 'mine' to file 'mine.yaml'.\n");
    expect(readFileSync(join(machine.work, "mine.yaml"), "utf8")).toBe(EXPORTED);
    expect(await done("stack export mine out.yaml")).toBe(
      "Exported stack 'mine' to file 'out.yaml'.\n",
    );
    expect(existsSync(join(machine.work, "out.yaml"))).toBe(true);
    expect(await done("stack export")).toContain("'default.yaml'");
  });

  test("makes no folder by the way", async () => {
    const { code, stderr } = await machine.zenml("stack export mine out/mine.yaml");
    expect(code).toBe(1);
    expect(stderr).toContain(`There is no folder '${join(machine.work, "out")}'`);
    expect(existsSync(join(machine.work, "out"))).toBe(false);
  });

  test("replaces an earlier export, and nothing else", async () => {
    await done("stack export mine");
    await done("stack export mine");
    writeFileSync(join(machine.work, "notes.yaml"), "mine: too\n");
    const { code, stderr } = await machine.zenml("stack export mine notes.yaml");
    expect(code).toBe(1);
    expect(stderr).toContain("The file 'notes.yaml' is there and holds no exported stack.");
    expect(readFileSync(join(machine.work, "notes.yaml"), "utf8")).toBe("mine: too\n");
  });
});

describe("importing", () => {
  const write = (file: string, text: string) => writeFileSync(join(machine.work, file), text);

  test("makes what is missing and uses what is there", async () => {
    write("mine.yaml", EXPORTED);
    const { stdout, stderr } = await machine.zenml("stack import ours -f mine.yaml");
    expect(stdout).toBe("Stack 'ours' successfully registered!\n");
    expect(stderr).toContain(`Using 'mine.yaml' to import 'ours' stack.
Registered stack component with type 'artifact_store' and name 'disk'.
Registered stack with name 'ours'.
`);
    expect(await componentNames("stack describe ours")).toEqual({
      artifact_store: "disk",
      orchestrator: "default",
    });
    await done("stack import mine");
    const { components } = Object(await machine.json("stack describe mine"));
    expect(components).toEqual(Object(await machine.json("stack describe ours")).components);
  });

  test("a name that is taken is asked for again where somebody can answer", async () => {
    write("default.yaml", EXPORTED);
    const { code, stderr } = await machine.zenml("stack import default");
    expect(code).toBe(1);
    expect(stderr).toContain("there is already a stack named 'default'");
    const asked = await machine.zenml("stack import default", { terminal: 100, input: "other\n" });
    expect(asked.stderr).toContain(
      "Stack `default` already exists. Please choose a different name: ",
    );
    expect(asked.stdout).toBe("Stack 'other' successfully registered!\n");
  });

  const OLD = `components:
  artifact_store:
    flavor: local
    name: local2
    path: /tmp/store2
  metadata_store:
    flavor: sqlite
    name: meta2
    upgrade_migration_enabled: true
    uri: /tmp/store2/metadata.db
  orchestrator:
    flavor: local
    name: default
  secrets_manager:
    flavor: local
    name: sm
    scope: none
    secrets_file: /home/user/.config/zenml/local_stores/7c244181/secrets.yaml
stack_name: active_renamed
zenml_version: 0.13.2
`;

  test("an old release's file is read when that is said, without its metadata store", async () => {
    write("old.yaml", OLD);
    const refused = await machine.zenml("stack import old");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      "Error: Cannot import stacks from other ZenML versions. The stack was created using ZenML version 0.13.2",
    );
    const { code, stderr } = await machine.zenml(
      "stack import old --ignore-version-mismatch --decouple-stores",
    );
    expect(code).toBe(0);
    expect(stderr).toContain(
      "The metadata store is part of ZenML: the one in the file was left out.",
    );
    expect(await configurationOf("local2")).toEqual({ path: "/tmp/store2" });
    expect(await componentNames("stack describe old")).toMatchObject({ secrets_manager: "sm" });
  });

  test("a file of 0.20 has the configuration of a component apart", async () => {
    write(
      "new.yaml",
      `components:
  artifact_store:
    configuration:
      path: /tmp/s1b
    flavor: local
    id: 2e98a124-d265-45c4-93f9-e28634e955f8
    is_shared: true
    name: s1
    type: artifact_store
    user: e681a185-d683-4269-9113-7d2a16fa5dfd
  orchestrator:
    configuration: {}
    flavor: local
    name: default
stack_name: st1new
zenml_version: 0.20.5
`,
    );
    await done("stack import new --ignore-version-mismatch");
    expect(await configurationOf("s1")).toEqual({ path: "/tmp/s1b" });
  });

  test.each([
    ["no file", undefined, "There is no file 'x.yaml'."],
    ["no YAML", "a: [1\nb: 2\n", "x.yaml:2:1 is not YAML"],
    ["an empty file", "", "The file 'x.yaml' describes no stack"],
    ["another document", "name: x\n", "components: is missing"],
    [
      "an unknown kind",
      EXPORTED.replace("artifact_store:", "artefact_store:"),
      "components.artefact_store: is no kind of component; did you mean 'artifact_store'?",
    ],
    [
      "a component without a name",
      EXPORTED.replace("name: disk", "nam: disk"),
      "components.artifact_store.name: is missing",
    ],
    ["no orchestrator", EXPORTED.replace("orchestrator:", "alerter:"), "it has no orchestrator"],
    ["an unknown flavor", EXPORTED.replace("flavor: local", "flavor: lokal"), "lokal"],
  ])("%s is refused and leaves nothing behind", async (_what, text, message) => {
    if (text !== undefined) write("x.yaml", text);
    const { code, stdout, stderr } = await machine.zenml("stack import x");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(await machine.json("stack list")).toHaveLength(1);
    const client = await Client.open({ env: machine.env, cwd: machine.work });
    const { items } = await client.components.list();
    await client.close();
    expect(items).toHaveLength(2);
  });
});
