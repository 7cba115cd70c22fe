import * as z from "zod/mini";
import { expect, test } from "vitest";
import type { Component, ComponentType } from "../domain/entities/component.js";
import type { Flavor } from "./flavor.js";
import { provision } from "./provision.js";

function component(type: ComponentType, name: string): Component {
  const time = "2026-01-01T00:00:00.000Z";
  const owned = { created: time, updated: time, project_id: "p", user_id: "u", shared: false };
  return { ...owned, id: name, type, name, flavor: type, configuration: { port: 5000 } };
}

const COMPONENTS = [component("container_registry", "hub"), component("orchestrator", "here")];

/** The container registry keeps a server running; the orchestrator has nothing of the kind. */
const OPTIONS = {
  localFolder: (id: string) => `/local/${id}`,
  findFlavor: async (type: ComponentType, name: string): Promise<Flavor> => ({
    name,
    type,
    description: "",
    local: true,
    config: z.object({}),
    load: async ({ port }, { localFolder }) =>
      type === "orchestrator"
        ? { run: () => Promise.resolve() }
        : {
            up: async () => [`started a server on port ${String(port)} in ${localFolder}`],
            down: async ({ remove }: { remove: boolean }) => [remove ? "removed it" : "stopped it"],
          },
  }),
};

test("up says what was started, and where there was nothing to start", async () => {
  const all = await provision(COMPONENTS, { verb: "up" }, OPTIONS);
  expect(all.map(({ name, done }) => [name, done])).toEqual([
    ["here", []],
    ["hub", ["started a server on port 5000 in /local/hub"]],
  ]);
});

test("down goes the other way round", async () => {
  const all = await provision(COMPONENTS, { verb: "down", remove: false }, OPTIONS);
  expect(all.map(({ name, done }) => [name, done])).toEqual([
    ["hub", ["stopped it"]],
    ["here", []],
  ]);
});

test("down with remove keeps nothing for the next start", async () => {
  const [hub] = await provision(COMPONENTS, { verb: "down", remove: true }, OPTIONS);
  expect(hub?.done).toEqual(["removed it"]);
});
