import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Machine } from "./machine.js";

const FIXTURE = join(import.meta.dirname, "../../fixtures/legacy-repository-0.6");
let machine: Machine;
let zen: string;

beforeEach(() => {
  machine = new Machine();
  zen = join(machine.work, ".zen");
  cpSync(FIXTURE, zen, { recursive: true });
});
afterEach(() => machine.remove());

/** Path → content hash of every file of the fixture, as it lies in the repository now. */
function oldFiles(): Record<string, string> {
  const files = readdirSync(FIXTURE, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((entry) => entry.isFile())
    .map((entry) => relative(FIXTURE, join(entry.parentPath, entry.name)));
  const hash = (path: string): string =>
    createHash("sha256")
      .update(readFileSync(join(zen, path)))
      .digest("hex");
  return Object.fromEntries(paths.map((path) => [path, hash(path)]));
}

const PROFILE = /legacy-repository-[0-9a-f]{8}/;

test("stacks of a repository from before profiles become a profile, told once", async () => {
  const before = oldFiles();
  const first = await machine.zenml("stack list");
  expect(first.stderr).toContain(
    `A legacy ZenML repository with locally configured stacks was found at '${zen}'.`,
  );
  const [profile = ""] = PROFILE.exec(first.stderr) ?? [];
  expect(first.stderr).toContain(`Running with active profile: '${profile}' (local)`);
  expect(first.code).toBe(0);
  const again = await machine.zenml("stack list");
  expect(again.stderr).toBe(`Running with active profile: '${profile}' (local)\n`);
  expect(again.stdout).toBe(first.stdout);
  expect(await machine.json("stack list")).toMatchObject([
    { name: "local_stack", components: { orchestrator: { name: "local_orchestrator" } } },
    {
      name: "nas_stack",
      components: {
        orchestrator: { name: "orch2" },
        artifact_store: { name: "nas", id: "5aab9da4-cd32-4e2a-bfc4-9e9e4c73176f" },
        container_registry: { name: "reg" },
      },
    },
    { name: "unused" },
  ]);
  expect((await machine.zenml("stack get")).stdout).toContain("nas_stack");
  expect(oldFiles()).toEqual(before);
});

test("elsewhere the profile that was active stays so", async () => {
  await machine.zenml("stack list");
  const { stderr } = await machine.zenml("stack list", { cwd: machine.root });
  expect(stderr).toContain("Running with active profile: 'default' (global)");
});

test("several commands at once bring it over once", async () => {
  await machine.zenml("stack list", { cwd: machine.root });
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => machine.zenml("stack list -o json")),
  );
  for (const { code, stdout } of answers) {
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(3);
  }
  const profiles = readFileSync(join(machine.configFolder, "zenml.yaml"), "utf8");
  expect(profiles.match(new RegExp(PROFILE, "g"))).toHaveLength(1);
});

test("what a stack names and is not there is told, and the rest comes over", async () => {
  rmSync(join(zen, "orchestrators", "orch2.yaml"));
  const { code, stderr } = await machine.zenml("stack list");
  expect(code).toBe(0);
  expect(stderr).toContain("the orchestrator 'orch2' has no file");
  expect(stderr).toContain("The stack 'nas_stack' names the orchestrator 'orch2'");
  expect(await machine.json("stack list")).toHaveLength(3);
});

test("files that cannot be read are named, and nothing is done", async () => {
  writeFileSync(join(zen, "artifact_stores", "nas.yaml"), "name: [nas\n");
  const { code, stderr } = await machine.zenml("stack list");
  expect(code).toBe(1);
  expect(stderr).toContain(join(zen, "artifact_stores", "nas.yaml"));
  expect(existsSync(join(zen, "zenml.yaml"))).toBe(false);
});

test("with a store of the environment the repository is left alone", async () => {
  const env = { ZENML_STORE_URL: join(machine.root, "store") };
  const { stderr } = await machine.zenml("stack list", { env });
  expect(stderr).not.toContain("legacy");
  expect(existsSync(join(zen, "zenml.yaml"))).toBe(false);
});
