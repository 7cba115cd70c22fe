import * as z from "zod/mini";
import { expect, test } from "vitest";
import type { Component, ComponentType } from "../domain/entities/component.js";
import type { Stack } from "../domain/entities/stack.js";
import { ZenError } from "../domain/errors.js";
import { checkStack } from "./check-stack.js";
import { describeStack } from "./describe-stack.js";
import type { Flavor } from "./flavor.js";

const OWNED = {
  project_id: "00000000-0000-4000-8000-000000000001",
  user_id: "00000000-0000-4000-8000-000000000002",
  created: "2026-01-01T00:00:00.000Z",
  updated: "2026-01-01T00:00:00.000Z",
  shared: false,
};

function component(type: ComponentType, name: string, flavor: string): Component {
  return { ...OWNED, id: `${type}-${name}`, type, name, flavor, configuration: {} };
}

const COMPONENTS = [
  component("orchestrator", "here", "local"),
  component("orchestrator", "cluster", "remote"),
  component("orchestrator", "planned", "described"),
  component("orchestrator", "odd", "unheard"),
  component("artifact_store", "disk", "local"),
  component("artifact_store", "bucket", "remote"),
  component("step_operator", "vm", "remote"),
  component("alerter", "chat", "described"),
];

function stack(components: { readonly [Type in ComponentType]?: string }): Stack {
  const references = Object.entries(components).map(([type, name]) => [
    type,
    { id: COMPONENTS.find((one) => one.name === name)?.id ?? `${type}-${name}`, name },
  ]);
  return { ...OWNED, id: "stack", name: "mine", components: Object.fromEntries(references) };
}

const OPTIONS = {
  findComponent: async (id: string) => COMPONENTS.find((one) => one.id === id),
  findFlavor: async (type: ComponentType, name: string): Promise<Flavor> => {
    if (name === "unheard") throw new ZenError("flavor_unknown", "There is no such flavor.");
    const described = { name, type, description: "", local: name === "local" };
    const flavor = { ...described, config: z.object({}) };
    return name === "described" ? flavor : { ...flavor, load: async () => ({}) };
  },
  localFolder: (id: string) => `/local/${id}`,
};

const textsOf = async (components: Parameters<typeof stack>[0]) =>
  (await checkStack(stack(components), OPTIONS)).problems.map(({ text }) => text);

test.each([
  ["all on this machine", { orchestrator: "here", artifact_store: "disk" }],
  ["all elsewhere", { orchestrator: "cluster", artifact_store: "bucket" }],
  ["steps here, artifacts elsewhere", { orchestrator: "here", artifact_store: "bucket" }],
])("a stack with %s has no problems", async (_name, components) => {
  expect(await textsOf(components)).toEqual([]);
});

test("every kind that is missing and every component that is gone is named at once", async () => {
  expect(await textsOf({ artifact_store: "lost", alerter: "gone" })).toEqual([
    "its artifact store 'lost' does not exist any more",
    "it has no orchestrator",
    "its alerter 'gone' does not exist any more",
  ]);
});

test("a component in the place of another kind is a problem", async () => {
  expect(await textsOf({ orchestrator: "disk", artifact_store: "disk" })).toEqual([
    "its orchestrator 'disk' is of the kind artifact store",
  ]);
});

test("a flavor without implementation keeps a stack from running, of whatever kind", async () => {
  expect(
    await textsOf({ orchestrator: "planned", artifact_store: "disk", alerter: "chat" }),
  ).toEqual([
    "its orchestrator 'planned' has the flavor 'described', which has no implementation yet",
    "its alerter 'chat' has the flavor 'described', which has no implementation yet",
  ]);
});

test("a flavor that nobody knows is a problem, not a crash", async () => {
  expect(await textsOf({ orchestrator: "odd", artifact_store: "disk" })).toEqual([
    "its orchestrator 'odd' has the unknown flavor 'unheard'",
  ]);
});

test.each([
  ["orchestrator 'cluster'", { orchestrator: "cluster", artifact_store: "disk" }],
  ["step operator 'vm'", { orchestrator: "here", artifact_store: "disk", step_operator: "vm" }],
])("artifacts on this machine are out of reach of the %s", async (runner, components) => {
  const { problems } = await checkStack(stack(components), OPTIONS);
  expect(problems).toEqual([
    {
      text: `its ${runner} runs steps on other machines, which cannot reach the artifact store 'disk' on this one`,
      hint: "Give it a remote artifact store: zenml stack update mine -a NAME",
    },
  ]);
});

test("a stack with problems is not described for a run", async () => {
  const described = describeStack(stack({ orchestrator: "lost", artifact_store: "lost" }), OPTIONS);
  await expect(described).rejects.toMatchObject({
    code: "stack_invalid",
    message:
      "The stack 'mine' cannot run pipelines: its artifact store 'lost' does not exist any more; " +
      "its orchestrator 'lost' does not exist any more.",
    hint: "zenml stack update mine --artifact-store NAME",
  });
});

test("a described stack has what its required components are opened with", async () => {
  const described = await describeStack(
    stack({ orchestrator: "here", artifact_store: "disk" }),
    OPTIONS,
  );
  expect(described).toMatchObject({
    orchestrator: { flavor: "local", context: { name: "here" } },
    artifactStore: { context: { localFolder: "/local/artifact_store-disk" } },
  });
});
