import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
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

describe("changing", () => {
  beforeEach(async () => {
    await register(machine, [
      { type: "artifact_store", name: "second" },
      { type: "container_registry", name: "hub" },
      { type: "secrets_manager", name: "vault" },
    ]);
    await done("stack register full -a default -o default -c hub -x vault");
  });

  test("update changes the kinds that are named and keeps the others", async () => {
    const { stdout, stderr } = await machine.zenml("stack update full -a second -m meta");
    expect(stdout).toBe("Stack `full` successfully updated!\n");
    expect(stderr).toContain("Updated stack with name 'full'.\n");
    expect(await done("stack describe full")).toBe(`          Stack Configuration          
┏━━━━━━━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━┓
┃ COMPONENT_TYPE     │ COMPONENT_NAME ┃
┠────────────────────┼────────────────┨
┃ ARTIFACT_STORE     │ second         ┃
┠────────────────────┼────────────────┨
┃ CONTAINER_REGISTRY │ hub            ┃
┠────────────────────┼────────────────┨
┃ ORCHESTRATOR       │ default        ┃
┠────────────────────┼────────────────┨
┃ SECRETS_MANAGER    │ vault          ┃
┗━━━━━━━━━━━━━━━━━━━━┷━━━━━━━━━━━━━━━━┛
             'full' stack              
`);
  });

  test("update without a name means the active stack", async () => {
    await done("stack update -a second");
    expect(await machine.json("stack describe default")).toMatchObject({
      components: { artifact_store: { name: "second" } },
    });
  });

  test("an update with a problem changes nothing", async () => {
    const { code, stderr } = await machine.zenml("stack update full -a second -x valt -c nope");
    expect(code).toBe(1);
    expect(stderr).toContain("no container registry named 'nope'; there is: 'hub'");
    expect(stderr).toContain("no secrets manager named 'valt'; did you mean 'vault'?");
    expect(await machine.json("stack describe full")).toMatchObject({
      components: { artifact_store: { name: "default" } },
    });
  });

  test("remove-component takes kinds out and says which were not there", async () => {
    const { stdout, stderr } = await machine.zenml("stack remove-component full -c -x -dv");
    expect(stdout).toBe("Stack `full` successfully updated!\n");
    expect(stderr).toContain("Stack 'full' has no data validator.\n");
    const { components } = Object(await machine.json("stack describe full"));
    expect(Object.keys(components)).toEqual(["artifact_store", "orchestrator"]);
  });

  test("kinds in use alone are columns, in the order in which the rows bring them", async () => {
    const header = (table: string) => table.split("\n")[1];
    expect(header(await done("stack list"))).toBe(
      "┃ ACTIVE │ STACK NAME │ ARTIFACT_STORE │ ORCHESTRATOR │ CONTAINER_REGISTRY │ SECRETS_MANAGER ┃",
    );
    await done("stack rename full all");
    expect(header(await done("stack list"))).toBe(
      "┃ ACTIVE │ STACK NAME │ ARTIFACT_STORE │ CONTAINER_REGISTRY │ ORCHESTRATOR │ SECRETS_MANAGER ┃",
    );
  });

  test("owner and sharing are shown where there are several people", async () => {
    const { Client } = await import("../../../src/sdk/client.js");
    const client = await Client.open({ env: machine.env, cwd: machine.work });
    await client.users.create({ name: "ann" });
    await client.close();
    await done("stack register ours -a default -o default --share");
    const stdout = await done("stack list --columns stack_name,shared,owner --filter name=ours");
    expect(stdout).toContain("┃ ours       │ ✅     │ default ┃");
    expect(await machine.json("stack list --just-mine")).toHaveLength(3);
  });
});

describe("renaming", () => {
  test("settings that name the stack follow it", async () => {
    await done("stack register mine -a default -o default --set");
    await done("init");
    await done("stack set mine");
    const { stdout, stderr } = await machine.zenml("stack rename mine ours");
    expect(stdout).toBe("Stack `mine` successfully renamed as `ours`!\n");
    expect(stderr).toContain("Updated stack with name 'mine'.\n");
    expect(await done("stack get")).toBe("The active stack is: 'ours'\n");
    const outside = await machine.zenml("stack get", { cwd: machine.root });
    expect(outside.stdout).toBe("The active stack is: 'ours'\n");
  });

  test("one name alone is the active stack's new one", async () => {
    expect(await done("stack rename first")).toBe(
      "Stack `default` successfully renamed as `first`!\n",
    );
    expect(await done("stack get")).toBe("The active stack is: 'first'\n");
  });

  test("a name that is taken is refused", async () => {
    await done("stack register mine -a default -o default");
    const { code, stderr } = await machine.zenml("stack rename mine default");
    expect(code).toBe(1);
    expect(stderr).toContain(
      "Error: The stack 'mine' cannot be renamed: there is already a stack named 'default'.",
    );
  });

  test("a variable that names the stack is told, since it cannot follow", async () => {
    const env = { ZENML_ACTIVATED_STACK: "default" };
    const { stderr } = await machine.zenml("stack rename default mine", { env });
    expect(stderr).toContain(
      "Warning: ZENML_ACTIVATED_STACK still names 'default': export ZENML_ACTIVATED_STACK='mine'",
    );
  });
});

describe("deleting", () => {
  beforeEach(() => done("stack register mine -a default -o default"));

  test("asks, says what was done, and leaves the components", async () => {
    const { stdout, stderr } = await machine.zenml("stack delete mine", {
      terminal: 100,
      input: "y\n",
    });
    expect(stdout).toBe("Deleted stack 'mine'.\n");
    expect(stderr).toContain("This will delete stack 'mine' from your repository.\n");
    expect(stderr).toContain("Deregistered stack with name 'mine'.\n");
    expect(await machine.json("stack list")).toMatchObject([{ name: "default" }]);
    await done("stack register again -a default -o default");
  });

  test("answered with no, it leaves the stack", async () => {
    const { code } = await machine.zenml("stack delete mine", { terminal: 100, input: "n\n" });
    expect(code).toBe(1);
    expect(await machine.json("stack list")).toHaveLength(2);
  });

  test.each(["-y", "--yes", "-f", "--force"])("%s answers in advance", async (flag) => {
    await done(`stack delete mine ${flag}`);
    expect(await machine.json("stack list")).toHaveLength(1);
  });

  test("the active stack is kept, with a way out", async () => {
    const { code, stderr } = await machine.zenml("stack delete default --yes");
    expect(code).toBe(1);
    expect(stderr).toContain(
      "Error: The stack 'default' cannot be deleted while it is active globally (" +
        `${join(machine.configFolder, "zenml.yaml")}).\n` +
        "Hint: Choose another one first: zenml stack set --global STACK",
    );
    await done("stack set --global mine");
    await done("stack delete default --yes");
  });

  test("a stack that the repository or a variable names is kept, whatever is active now", async () => {
    await done("init");
    await done("stack set mine");
    const env = { ZENML_ACTIVATED_STACK: "default" };
    const { code, stderr } = await machine.zenml("stack delete mine --yes", { env });
    expect(code).toBe(1);
    expect(stderr).toContain("active in this repository");
    const other = await machine.zenml("stack delete default --yes", { env });
    expect(other.stderr).toContain(
      "active in the environment (ZENML_ACTIVATED_STACK) and globally",
    );
    expect(await machine.json("stack list")).toHaveLength(2);
  });
});
