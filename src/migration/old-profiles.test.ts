import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../store/open.js";
import { importProfile } from "./import-profile.js";
import { openOldProfile } from "./open-old-profile.js";

const FIXTURES = join(import.meta.dirname, "../../tests/fixtures/old-profiles");
const CASES = [
  ["profiles-basic.expected.json", "git_store"],
  ["profile-sql.expected.json", "zen-store.db"],
] as const;

interface Expected {
  readonly stacks: Record<string, Record<string, string>>;
  readonly components: Record<
    string,
    Record<string, { flavor: string; uuid: string; config: Record<string, unknown> }>
  >;
}

/** What the old product itself said of that profile. */
function expectedOf(file: string): Expected {
  const all: { profiles: Record<string, Expected> } = JSON.parse(
    readFileSync(join(FIXTURES, file), "utf8"),
  );
  return all.profiles["git_store"] ?? { stacks: {}, components: {} };
}

test.each(CASES)("an old profile is read as it reported itself: %s", async (file, place) => {
  const expected = expectedOf(file);
  const old = await openOldProfile(join(FIXTURES, place));
  expect(old.problems).toEqual([]);
  expect(
    Object.fromEntries([...old.stacks].map(([name, of]) => [name, Object.fromEntries(of)])),
  ).toEqual(expected.stacks);
  for (const [type, components] of Object.entries(expected.components)) {
    for (const [name, { flavor, uuid, config }] of Object.entries(components)) {
      const { name: _name, uuid: _uuid, ...settings } = config;
      const set = Object.entries(settings).filter(([, value]) => value !== null);
      const found = old.components.find((one) => one.type === type && one.name === name);
      expect(found).toEqual({
        type,
        name,
        flavor,
        id: uuid,
        configuration: Object.fromEntries(set),
      });
    }
  }
});

test.each(CASES)("its stacks and components come into a store: %s", async (_file, place) => {
  const { store } = await openStore({ type: "memory", url: "" });
  const old = await openOldProfile(join(FIXTURES, place));
  await importProfile(store, old);
  const stack = await store.stacks.get("aws_kubeflow");
  expect(Object.keys(stack.components).sort()).toEqual([
    "artifact_store",
    "container_registry",
    "experiment_tracker",
    "model_deployer",
    "orchestrator",
    "secrets_manager",
  ]);
  const mixed = await store.stacks.get("local_with_mlflow");
  const local = await store.components.get("default", { type: "orchestrator" });
  expect(mixed.components.orchestrator).toEqual({ id: local.id, name: "default" });
  await expect(importProfile(store, old)).rejects.toMatchObject({
    code: "entity_exists",
    message: expect.stringContaining("artifact_store 's3_store'"),
  });
  await importProfile(store, old, { prefix: "old_" });
  await importProfile(store, old, { overwrite: true });
  const names = (await store.stacks.list()).items.map(({ name }) => name);
  expect(names).toEqual([
    "aws_kubeflow",
    "default",
    "disk_stack",
    "local_with_mlflow",
    "old_aws_kubeflow",
    "old_disk_stack",
    "old_local_with_mlflow",
  ]);
  expect((await store.stacks.get("aws_kubeflow")).id).toBe(stack.id);
});

test("reading leaves a database as it was", async () => {
  const file = join(FIXTURES, "zen-store.db");
  const hash = () => createHash("sha256").update(readFileSync(file)).digest("hex");
  const before = hash();
  await openOldProfile(file);
  expect(hash()).toBe(before);
});

test("what is no old profile is told from one", async () => {
  await expect(openOldProfile(join(FIXTURES, "nowhere"))).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(openOldProfile(FIXTURES)).rejects.toMatchObject({ code: "store_foreign" });
  await expect(openOldProfile(join(FIXTURES, "sql-default.db"))).resolves.toMatchObject({
    stacks: new Map([["default", expect.anything()]]),
  });
});
