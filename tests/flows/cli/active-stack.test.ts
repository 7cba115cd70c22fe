// Which stack is active, when what settings name is not there: of the project, of the machine, of a person.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Machine } from "./machine.js";

const RESET = "Resetting the active stack to default.\n";

let machine: Machine;
beforeEach(async () => {
  machine = new Machine();
  await machine.zenml("stack copy default gpu");
});
afterEach(() => machine.remove());

const stored = (file = join(machine.configFolder, "zenml.yaml")) =>
  /active_stack: (\S+)/.exec(readFileSync(file, "utf8"))?.[1];

/** Another machine that works with the same store deletes it. */
async function deleteElsewhere(name: string): Promise<void> {
  const url = (await machine.json("profile describe")) as { store_url: string };
  const env = { ZENML_STORE_URL: url.store_url };
  const { code, stderr } = await machine.zenml(`stack delete ${name} --yes`, {
    env,
    cwd: machine.root,
  });
  if (code !== 0) throw new Error(stderr);
}

test("a stack of the profile that was deleted elsewhere is not left active", async () => {
  await machine.zenml("stack set gpu");
  await deleteElsewhere("gpu");
  const { code, stdout, stderr } = await machine.zenml("stack get");
  expect([code, stdout]).toEqual([0, "The active stack is: 'default'\n"]);
  expect(stderr).toContain(`The current global active stack is no longer available. ${RESET}`);
  expect(stored()).toBe("default");
  expect((await machine.zenml("stack get")).stderr).not.toContain("Resetting");
});

test("a stack of the repository that was deleted elsewhere is not left active", async () => {
  await machine.zenml("init");
  await machine.zenml("stack set gpu");
  await deleteElsewhere("gpu");
  const { stderr } = await machine.zenml("status");
  expect(stderr).toContain(`The current repo active stack is no longer available. ${RESET}`);
  expect(stored(join(machine.work, ".zen", "zenml.yaml"))).toBe("default");
});

test("another project has another active stack, also where one of the same name is there", async () => {
  await machine.zenml("project create birds");
  await machine.zenml("stack copy default gpu --project birds");
  await machine.zenml("stack set gpu");
  const { stderr } = await machine.zenml("project set birds");
  expect(stderr).toContain(
    `The current global active stack is not part of the active project. ${RESET}`,
  );
  expect((await machine.zenml("stack get")).stdout).toBe("The active stack is: 'default'\n");
  await machine.zenml("stack set gpu");
  expect((await machine.zenml("project set birds")).stderr).not.toContain("Resetting");
  expect((await machine.zenml("stack get")).stdout).toBe("The active stack is: 'gpu'\n");
});

test("a project of one call uses its own stack and leaves what is stored", async () => {
  await machine.zenml("project create birds");
  await machine.zenml("stack set gpu");
  for (const options of [{}, { env: { ZENML_ACTIVATED_PROJECT: "birds" } }]) {
    const flag = "env" in options ? "" : " --project birds";
    const { stdout, stderr } = await machine.zenml(`stack get${flag}`, options);
    expect(stdout).toBe("The active stack is: 'default'\n");
    expect(stderr).toContain("is not part of the active project: 'default' is used.\n");
  }
  expect(stored()).toBe("gpu");
});

test("what a flag or the environment names must be there, by name, id or the beginning of one", async () => {
  const gone = await machine.zenml("stack get --stack gone");
  expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining("no stack named 'gone'")]);
  const env = { ZENML_ACTIVATED_STACK: "gone" };
  expect((await machine.zenml("stack get", { env })).code).toBe(1);
  const { id } = (await machine.json("stack describe gpu")) as { id: string };
  for (const reference of ["gpu", id, id.slice(0, 8)]) {
    const { stdout } = await machine.zenml(`stack get --stack ${reference}`);
    expect(stdout).toBe("The active stack is: 'gpu'\n");
    expect(await machine.json(`stack get --stack ${reference}`)).toMatchObject({ id });
  }
});
