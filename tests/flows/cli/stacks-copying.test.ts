import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Client } from "../../../src/sdk/client.js";
import { Machine } from "./machine.js";
import { register } from "./registered.js";

let machine: Machine;

beforeEach(async () => {
  machine = new Machine();
  await machine.zenml("stack list");
  addProfile("second");
});
afterEach(() => machine.remove());

/** Another profile of this machine, with a store of its own. */
function addProfile(name: string): void {
  const folder = join(machine.configFolder, "profiles", name);
  mkdirSync(folder);
  const file = join(machine.configFolder, "zenml.yaml");
  const text = readFileSync(file, "utf8");
  const record = text.slice(text.indexOf("  - name: default"));
  const profile = record.replace("name: default", `name: ${name}`).replace("/default", `/${name}`);
  writeFileSync(file, `${text.trimEnd()}\n${profile}`);
}

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

describe("copying", () => {
  beforeEach(async () => {
    await register(machine, [
      { type: "artifact_store", name: "disk", configuration: { path: "/data" } },
    ]);
    await done("stack register mine -a disk -o default");
  });

  test("within a profile shares the components", async () => {
    const { stdout, stderr } = await machine.zenml("stack copy mine ours");
    expect(stdout).toBe("Stack 'mine' successfully copied as 'ours'!\n");
    expect(stderr).toContain("Registered stack with name 'ours'.\n");
    expect(await componentNames("stack describe ours")).toEqual({
      artifact_store: "disk",
      orchestrator: "default",
    });
  });

  test("to another profile takes along what is not there, and uses what is", async () => {
    const { stderr } = await machine.zenml("stack copy mine ours --to second");
    expect(stderr).toContain(
      "Registered stack component with type 'artifact_store' and name 'disk'.",
    );
    expect(stderr).not.toContain("type 'orchestrator' and name 'default'.\nRegistered stack with");
    expect(await componentNames("stack describe ours --profile second")).toEqual({
      artifact_store: "disk",
      orchestrator: "default",
    });
    expect(await machine.json("stack list")).toHaveLength(2);
  });

  test("from another profile, named by --from, comes here", async () => {
    await done("stack copy mine there --to second");
    await done("stack copy there back --from second");
    expect(await componentNames("stack describe back")).toMatchObject({ artifact_store: "disk" });
  });

  test("another component of the same name there is left alone, and it is said", async () => {
    const other = {
      type: "artifact_store",
      name: "disk",
      configuration: { path: "/else" },
    } as const;
    await done("stack list --profile second");
    await register(machine, [other], "second");
    const { stderr } = await machine.zenml("stack copy mine ours --to second");
    expect(stderr).toContain(
      "There is another artifact store named 'disk' here: this one is called 'disk_2'.\n",
    );
    expect(await componentNames("stack describe ours --profile second")).toMatchObject({
      artifact_store: "disk_2",
    });
    const again = await machine.zenml("stack copy mine more --to second");
    expect(again.stderr).toContain("this one is called 'disk_2'");
    expect(again.stderr).not.toContain("Registered stack component");
  });

  test("a name that is taken leaves nothing behind", async () => {
    const { code, stderr } = await machine.zenml("stack copy mine default --to second");
    expect(code).toBe(1);
    expect(stderr).toContain(
      "The stack 'mine' cannot be copied: there is already a stack named 'default'.",
    );
    const client = await Client.open({ profile: "second", env: machine.env, cwd: machine.work });
    const { items } = await client.components.list();
    await client.close();
    expect(items).toHaveLength(2);
  });

  test.each(["--from", "--to"])(
    "an unknown profile of %s is told with those there are",
    async (flag) => {
      const { code, stderr } = await machine.zenml(`stack copy mine x ${flag} secnd`);
      expect(code).toBe(1);
      expect(stderr).toContain(
        `There is no profile named 'secnd' (${flag}). Profiles: 'default', 'second'.\n` +
          "Hint: Did you mean 'second'?",
      );
    },
  );
});
