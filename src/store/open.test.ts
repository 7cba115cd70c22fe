import { expect, test } from "vitest";
import { openStore } from "./open.js";

test("a new store has a user, a project and a stack that runs here, and says that it made them", async () => {
  const { store, created } = await openStore({ type: "memory", url: "memory:" });
  expect(created.map(({ resource, entity }) => [resource, entity.name])).toEqual([
    ["user", "default"],
    ["project", "default"],
    ["component", "default"],
    ["component", "default"],
    ["stack", "default"],
  ]);
  const { components } = await store.stacks.get("default");
  const orchestrator = await store.components.get("default", { type: "orchestrator" });
  const artifactStore = await store.components.get("default", { type: "artifact_store" });
  expect(components).toEqual({
    orchestrator: { id: orchestrator.id, name: "default" },
    artifact_store: { id: artifactStore.id, name: "default" },
  });
  expect([orchestrator.flavor, artifactStore.flavor]).toEqual(["local", "local"]);
});

test("clock and ids are those that are passed in", async () => {
  let count = 0;
  const newId = (): string => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, "0")}`;
  const now = (): string => "2026-01-02T03:04:05.678Z";
  const { store } = await openStore({ type: "memory", url: "memory:", now, newId });
  const made = await store.stacks.create({ name: "mine", shared: false, components: {} });
  expect(made.created).toBe("2026-01-02T03:04:05.678Z");
  expect(made.id).toBe(`00000000-0000-4000-8000-${String(count).padStart(12, "0")}`);
});

test("a project or user that is not there is named with the nearest one", async () => {
  const open = { type: "memory", url: "memory:" } as const;
  const missing = { code: "not_found", hint: "Did you mean 'default'?" };
  await expect(openStore({ ...open, project: "defaul" })).rejects.toMatchObject(missing);
  await expect(openStore({ ...open, user: "defaul" })).rejects.toMatchObject(missing);
});
