// Whether a server and the steps that it records reach each other, told before a run.
import { beforeAll, expect, test } from "vitest";
import { checkServerReach } from "../../src/sdk/running/check-server-reach.js";
import { createRestStore } from "../../src/store/rest/rest-store.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import type { App } from "../../src/server/app.js";
import { TOKEN, memoryApp } from "./rest-server.js";

let app: App;
beforeAll(async () => {
  app = await memoryApp();
  const store = await storeAt("http://127.0.0.1:8237");
  const parts = { shared: false, configuration: {} } as const;
  const engine = { type: "orchestrator", name: "cluster", flavor: "github", ...parts } as const;
  const { id, name } = await store.components.create(engine);
  const { components } = await store.stacks.get("default");
  const orchestrator = { id, name };
  await store.stacks.create({
    name: "far",
    shared: false,
    components: { ...components, orchestrator },
  });
  const operator = { type: "step_operator", name: "vm", flavor: "sagemaker", ...parts } as const;
  const vm = await store.components.create(operator);
  const step_operator = { id: vm.id, name: vm.name };
  await store.stacks.create({
    name: "half",
    shared: false,
    components: { ...components, step_operator },
  });
});

const storeAt = (url: string): Promise<ZenStore> =>
  createRestStore({ url, token: () => TOKEN, fetch: (request) => app.fetch(request) });

async function reach(url: string, stack: string): Promise<string | undefined> {
  const store = await storeAt(url);
  return checkServerReach(await store.stacks.get(stack), { store, root: "/" });
}

test.each([
  ["far", "orchestrator 'cluster'"],
  ["half", "step operator 'vm'"],
])("a local server does not record what the stack %s executes elsewhere", async (stack, engine) => {
  for (const url of ["http://127.0.0.1:8237", "http://localhost:8237", "http://[::1]:8237"]) {
    await expect(reach(url, stack)).rejects.toMatchObject({
      code: "stack_invalid",
      message: expect.stringContaining(`The ${engine} of the stack '${stack}'`),
      hint: expect.stringContaining("zenml connect"),
    });
  }
});

test("a far server and steps of this machine are told, and no more", async () => {
  expect(await reach("https://zenml.example.com", "default")).toContain("zenml.example.com:443");
});

test("what is near each other is not worth a word", async () => {
  expect(await reach("http://127.0.0.1:8237", "default")).toBeUndefined();
  expect(await reach("https://zenml.example.com", "far")).toBeUndefined();
});
