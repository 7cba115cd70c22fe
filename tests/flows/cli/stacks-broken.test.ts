import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSession } from "../../../src/sdk/session.js";
import { renameStack } from "../../../src/sdk/stacks/rename-stack.js";
import { updateStack } from "../../../src/sdk/stacks/update-stack.js";
import { Machine } from "./machine.js";
import { register } from "./registered.js";

let machine: Machine;

beforeEach(async () => {
  machine = new Machine();
  await machine.zenml("stack list");
  await fill();
});
afterEach(() => machine.remove());

async function fill(): Promise<void> {
  await register(machine, [
    { type: "artifact_store", name: "disk" },
    { type: "container_registry", name: "hub" },
    { type: "secrets_manager", name: "vault" },
  ]);
  await machine.zenml("stack register mine -a disk -o default");
}

const store = () => join(machine.configFolder, "profiles", "default");
const fileOf = (folder: string, part: string) => {
  const file = readdirSync(join(store(), folder)).find((name) => name.includes(part));
  return join(store(), folder, file ?? "none");
};

const ROOT = join(import.meta.dirname, "../../..");
const PIPELINE = `import { pipeline, step } from "zenml";
const one = step("one", () => 1);
export const p = pipeline("p", () => one());
`;

test("a stack that names a missing component is listed, described and run by nobody", async () => {
  rmSync(fileOf("components", "disk"));
  const list = await machine.zenml("stack list");
  expect(list.stdout).toContain("│ mine       │ disk           │ default      ┃");
  const described = await machine.zenml("stack describe mine");
  expect(described.code).toBe(0);
  expect(described.stdout).toContain("┃ ARTIFACT_STORE │ disk (missing) ┃");
  expect(described.stderr).toContain(
    "Warning: The stack 'mine' cannot run pipelines: its artifact store 'disk' does not exist any more.\n" +
      "Hint: zenml stack update mine --artifact-store NAME\n",
  );
  writeFileSync(join(machine.work, "p.ts"), PIPELINE);
  mkdirSync(join(machine.work, "node_modules"));
  symlinkSync(ROOT, join(machine.work, "node_modules", "zenml"), "dir");
  const run = await machine.zenml("run p.ts --stack mine");
  expect(run.code).toBe(1);
  expect(run.stderr).toContain(
    "Error: The stack 'mine' cannot run pipelines: its artifact store 'disk' does not exist any more.",
  );
  expect(await machine.json("run list")).toEqual([]);
});

test.each(["stack copy mine x", "stack export mine", "stack up --stack mine"])(
  "%s names the component that is gone",
  async (words) => {
    rmSync(fileOf("components", "disk"));
    const { code, stdout, stderr } = await machine.zenml(words);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("its artifact store 'disk' does not exist any more");
  },
);

test("a stack's file edited into nonsense leaves the others listed and is named with its line", async () => {
  const file = fileOf("stacks", "mine");
  writeFileSync(file, readFileSync(file, "utf8").replace("components:", "components: ["));
  const list = await machine.zenml("stack list");
  expect(list.code).toBe(0);
  expect(list.stdout).toContain("default");
  expect(list.stderr).toContain(file);
  const { code, stderr } = await machine.zenml("stack rename mine other");
  expect(code).toBe(1);
  expect(stderr).toMatch(/mine.*\.yaml:\d+:\d+/);
});

test("a stack of a component in another kind's place says so", async () => {
  const file = fileOf("stacks", "mine");
  writeFileSync(file, readFileSync(file, "utf8").replace("artifact_store:", "alerter:"));
  const { stderr } = await machine.zenml("stack describe mine");
  expect(stderr).toContain("cannot run pipelines: it has no artifact store.");
  expect(stderr).toContain(
    "cannot run pipelines: its alerter 'disk' is of the kind artifact store.",
  );
});

describe.each(["yaml", "sqlite"])("two people at once, on %s", (kind) => {
  beforeEach(async () => {
    if (kind === "yaml") return;
    machine.env["ZENML_STORE_URL"] = `sqlite:///${join(machine.root, "store.db")}`;
    await fill();
  });

  test("one renames a stack and the other is told", async () => {
    const [ann, bob] = await Promise.all([open(), open()]);
    try {
      const answers = await Promise.allSettled([
        renameStack(ann, "mine", "ann's"),
        renameStack(bob, "mine", "bob's"),
      ]);
      const [winner, ...others] = answers.filter(({ status }) => status === "fulfilled");
      expect(winner).toBeDefined();
      expect(others).toEqual([]);
      const lost = answers.find(({ status }) => status === "rejected");
      expect(String(Object(lost).reason.message)).toMatch(
        /The stack 'mine' cannot be renamed: somebody else just called it '(ann|bob)'s'\./,
      );
      expect(await machine.json("stack list")).toHaveLength(2);
    } finally {
      await Promise.all([ann.close(), bob.close()]);
    }
  });

  test("who change different kinds of one stack lose nothing", async () => {
    const [ann, bob] = await Promise.all([open(), open()]);
    try {
      await Promise.all([
        updateStack(ann, "mine", { components: { container_registry: "hub" } }),
        updateStack(bob, "mine", { components: { secrets_manager: "vault" } }),
      ]);
    } finally {
      await Promise.all([ann.close(), bob.close()]);
    }
    expect(await machine.json("stack describe mine")).toMatchObject({
      components: { container_registry: { name: "hub" }, secrets_manager: { name: "vault" } },
    });
  });
});

function open() {
  return openSession({ env: machine.env, cwd: machine.work });
}
