import { afterEach, expect, test } from "vitest";
import { openStore } from "../../store/open.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Session } from "../session.js";
import { isLoopback } from "./check-shareable.js";
import { shareStack, unshareStack } from "./share-stack.js";

const opened: ZenStore[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

async function sessionAt(url: string): Promise<Session> {
  const { store } = await openStore({ type: "memory", url: "memory:" });
  opened.push(store);
  // Only these two are looked at.
  return { store: { ...store, type: "rest", url }, settings: {} } as unknown as Session;
}

test("a local stack on a remote server is refused with the reason, and nothing is shared", async () => {
  const session = await sessionAt("https://zenml.example.com");
  const stack = await session.store.stacks.get("default");
  await expect(shareStack(session, stack)).rejects.toMatchObject({
    code: "stack_invalid",
    message: expect.stringMatching(/artifact store 'default' keeps lies on this machine/),
  });
  const { items } = await session.store.components.list();
  expect([...items, await session.store.stacks.get("default")].some((one) => one.shared)).toBe(
    false,
  );
});

test("a stack whose artifacts all reach is shared, with its components", async () => {
  const session = await sessionAt("https://zenml.example.com");
  const { components, stacks } = session.store;
  const configuration = { path: "s3://bucket/artifacts" };
  const type = "artifact_store" as const;
  const bucket = { name: "bucket", type, flavor: "s3", configuration, shared: false };
  const { id, name } = await components.create(bucket);
  const { orchestrator } = (await stacks.get("default")).components;
  const parts = { artifact_store: { id, name }, ...(orchestrator && { orchestrator }) };
  const stack = await stacks.create({ name: "cloud", shared: false, components: parts });
  expect((await shareStack(session, stack)).shared).toBe(true);
  expect((await components.find(id))?.shared).toBe(true);
  expect((await unshareStack(session, stack)).shared).toBe(false);
  expect((await components.find(id))?.shared).toBe(true);
});

test("on a server of this machine a local stack is shared", async () => {
  const session = await sessionAt("http://127.0.0.1:8237");
  const stack = await session.store.stacks.get("default");
  expect((await shareStack(session, stack)).shared).toBe(true);
});

test.each([
  ["http://localhost:1", true],
  ["http://[::1]:8237", true],
  ["http://127.9.0.1", true],
  ["http://127.0.0.1.example.com", false],
  ["https://10.0.0.1", false],
])("%s is this machine alone: %s", (url, expected) => expect(isLoopback(url)).toBe(expected));
