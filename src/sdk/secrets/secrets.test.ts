import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Client } from "../client.js";

let folder: string;
let client: Client;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zenml-client-secrets-"));
  client = await open();
});
afterEach(async () => {
  await client.close();
  await rm(folder, { recursive: true, force: true });
});

function open(): Promise<Client> {
  return Client.open({ env: { HOME: folder }, cwd: folder });
}

test("a secret is registered, read, updated and deleted from code", async () => {
  await client.secrets.register("db", { user: "ada", password: "x" });
  expect(await client.secrets.get("db")).toEqual({
    name: "db",
    schema: "arbitrary",
    values: { user: "ada", password: "x" },
  });
  await client.secrets.update("db", { password: "y" });
  expect((await client.secrets.get("db")).values).toEqual({ user: "ada", password: "y" });
  expect(await client.secrets.list()).toEqual([
    { name: "db", schema: "arbitrary", keys: ["user", "password"] },
  ]);
  await client.secrets.delete("db");
  await expect(client.secrets.get("db")).rejects.toMatchObject({ code: "not_found" });
});

test.each([
  [{ ["__proto__"]: "x" }, "'__proto__'"],
  [{ name: "x" }, "'name'"],
  [{ "a b": "x" }, "'a b' is no key"],
  [{}, "it has no values"],
])("the values %j are refused", async (values, problem) => {
  await expect(client.secrets.register("s", values)).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining(problem),
  });
  expect(await client.secrets.list()).toEqual([]);
});

test("a refused secret is not told with its values", async () => {
  const refused = client.secrets.register(
    "s",
    { token: "geheim", extra: "geheim" },
    { schema: "gcp" },
  );
  const error = await refused.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ message: expect.stringContaining("has no key 'extra'") });
  expect(JSON.stringify(error)).not.toContain("geheim");
});

test("the profile's own secrets and those of a stack's secrets manager are apart", async () => {
  await client.secrets.register("own", { a: "b" });
  await client.components.register("secrets_manager", "sm", "local");
  await client.stacks.update("default", { components: { secrets_manager: "sm" } });
  const other = await open();
  try {
    expect(await other.secrets.component()).toBe("sm");
    expect(await other.secrets.list()).toEqual([]);
  } finally {
    await other.close();
  }
  expect(await client.secrets.component()).toBeUndefined();
});

test("a secrets manager may keep its file elsewhere", async () => {
  const file = join(folder, "elsewhere", "team.json");
  const configuration = { secrets_file: file };
  await client.components.register("secrets_manager", "one", "local", { configuration });
  await client.components.register("secrets_manager", "two", "local", { configuration });
  await client.stacks.update("default", { components: { secrets_manager: "one" } });
  const first = await open();
  await first.secrets.register("shared", { a: "b" });
  await first.close();
  await client.stacks.update("default", { components: { secrets_manager: "two" } });
  const second = await open();
  expect(await second.secrets.component()).toBe("two");
  expect(await second.secrets.get("shared")).toMatchObject({ values: { a: "b" } });
  await second.close();
});
