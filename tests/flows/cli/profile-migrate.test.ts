import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Machine } from "./machine.js";

const OLD = join(import.meta.dirname, "../../fixtures/old-profiles");
let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

test("an old profile's stacks come into the active one, as the documents tell it", async () => {
  const { code, stdout, stderr } = await machine.zenml([
    "profile",
    "migrate",
    join(OLD, "git_store"),
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain("Created artifact_store 's3_store' with flavor 's3'.\n");
  expect(stdout).toContain("Created stack 'aws_kubeflow'.\n");
  expect(stdout).not.toContain("metadata_store");
  expect(stderr).toContain("The flavor 'disk' is the Python class flavors.disk_store.DiskStore");
  expect(await machine.json("stack list --columns stack_name")).toEqual([
    { stack_name: "aws_kubeflow" },
    { stack_name: "default" },
    { stack_name: "disk_stack" },
    { stack_name: "local_with_mlflow" },
  ]);
});

test("what is there already is told, all of it, and nothing is changed", async () => {
  const words = ["profile", "migrate", join(OLD, "zen-store.db")];
  await machine.zenml(words);
  const again = await machine.zenml(words);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain("artifact_store 's3_store'");
  expect(again.stderr).toContain("stack 'disk_stack'");
  expect((await machine.zenml([...words, "--overwrite"])).code).toBe(0);
  expect((await machine.zenml([...words, "--prefix", "old_"])).stdout).toContain(
    "'old_disk_stack'",
  );
});

test("a place without an old profile is told from one", async () => {
  const { code, stderr } = await machine.zenml(["profile", "migrate", "nowhere"]);
  expect(code).toBe(1);
  expect(stderr).toContain(`There is nothing at ${join(machine.work, "nowhere")}.`);
});
