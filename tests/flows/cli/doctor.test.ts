import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Machine } from "./machine.js";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

const resultOf = (rows: unknown, check: string): unknown =>
  Array.isArray(rows) ? rows.find((row) => row.check === check) : undefined;

test("a new machine is sound, and nothing is made on it", async () => {
  const { code, stdout } = await machine.zenml("doctor -o json");
  expect(code).toBe(0);
  const rows: unknown = JSON.parse(stdout);
  expect(resultOf(rows, "Node")).toMatchObject({ result: "ok", details: process.versions.node });
  expect(resultOf(rows, "database driver")).toMatchObject({ result: "ok" });
  expect(resultOf(rows, "profiles")).toMatchObject({
    details: expect.stringContaining("none yet"),
  });
});

test("each profile's store is opened, and one that cannot be is told with a way out", async () => {
  await machine.zenml("profile create elsewhere --url ./shared");
  writeFileSync(join(machine.work, "shared", "zenml-store.yaml"), "format_version: 99\n");
  const { code, stdout, stderr } = await machine.zenml("doctor");
  expect(code).toBe(1);
  expect(stdout).toMatch(/profile 'default' +│ ok/);
  expect(stdout).toMatch(/profile 'elsewhere' +│ problem/);
  expect(stderr).toContain("Hint for profile 'elsewhere': Install a newer version");
});

test("a settings file that cannot be read is a problem, not the end", async () => {
  await machine.zenml("stack list");
  writeFileSync(join(machine.configFolder, "zenml.yaml"), "profiles: [\n");
  const { code, stdout } = await machine.zenml("doctor -o json");
  expect(code).toBe(1);
  expect(resultOf(JSON.parse(stdout), "settings file")).toMatchObject({ result: "problem" });
});

test.skipIf(process.platform === "win32")(
  "credentials that others can read are a problem (not on windows)",
  async () => {
    await machine.zenml("stack list");
    const file = join(machine.configFolder, "credentials.yaml");
    writeFileSync(file, "version: 1\nprofiles: []\n");
    chmodSync(file, 0o644);
    const { stderr } = await machine.zenml("doctor");
    expect(stderr).toContain(`chmod 600 ${file}`);
  },
);
