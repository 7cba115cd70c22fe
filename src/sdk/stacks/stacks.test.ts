import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Client } from "../client.js";

let home: string;
let client: Client;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "zenml-stacks-"));
  client = await Client.open({ env: { HOME: home }, cwd: home });
});
afterEach(async () => {
  await client.close();
  rmSync(home, { recursive: true, force: true });
});

const LOCAL = { orchestrator: "default", artifact_store: "default" };

async function bucket(): Promise<void> {
  await client.components.register("artifact_store", "bucket", "s3", {
    configuration: { path: "s3://b", key: "{{aws.key}}", secret: "in clear" },
  });
}

test("a registered stack is found, changed, renamed and deleted", async () => {
  const { id } = await client.stacks.register("mine", LOCAL, { shared: true });
  expect(await client.stacks.get("mine")).toMatchObject({ id, shared: true });
  await bucket();
  await client.stacks.update("mine", { components: { artifact_store: "bucket" }, shared: false });
  await client.stacks.rename("mine", "ours");
  expect(await client.stacks.get("ours")).toMatchObject({
    id,
    shared: false,
    components: { artifact_store: { name: "bucket" }, orchestrator: { name: "default" } },
  });
  await client.stacks.delete(id);
  expect((await client.stacks.list()).items).toHaveLength(1);
});

test("all problems of a stack to be registered are in one error", async () => {
  await expect(client.stacks.register("default", { orchestrator: "nope" })).rejects.toMatchObject({
    code: "invalid_input",
    details: {
      problems: [
        "there is already a stack named 'default'",
        "it has no artifact store",
        "there is no orchestrator named 'nope'; there is: 'default'",
      ],
    },
  });
});

test("a required kind cannot be taken out", async () => {
  const components = { orchestrator: null, artifact_store: "default" };
  await expect(client.stacks.update("default", { components })).rejects.toMatchObject({
    code: "invalid_input",
    message: "The stack 'default' cannot be updated: a stack cannot be without orchestrator.",
  });
});

test("what is set is active for those who come later", async () => {
  await client.stacks.register("mine", LOCAL);
  const { scope, name } = await client.stacks.set("mine");
  expect({ scope, name }).toEqual({ scope: "global", name: "mine" });
  const later = await Client.open({ env: { HOME: home }, cwd: home });
  expect(await later.stacks.active()).toMatchObject({ name: "mine" });
  await expect(later.stacks.delete("mine")).rejects.toMatchObject({ code: "in_use" });
  await later.close();
});

test("an exported stack has references to secrets and no secret, and can be imported", async () => {
  await bucket();
  await client.stacks.register("mine", { ...LOCAL, artifact_store: "bucket" });
  const { document, leftOut } = await client.stacks.export("mine");
  expect(JSON.stringify(document)).not.toContain("in clear");
  expect(document.components.artifact_store?.configuration).toEqual({
    path: "s3://b",
    key: "{{aws.key}}",
  });
  expect(leftOut).toEqual(["secret of the artifact_store 'bucket'"]);
  const { stack, components } = await client.stacks.import(document, { name: "again" });
  expect(stack.name).toBe("again");
  expect(components).toMatchObject([
    { name: "bucket_2", originalName: "bucket", created: true },
    { name: "default", created: false },
  ]);
});

test("attributes that a flavor does not have are refused before anything is imported", async () => {
  const document = {
    stack_name: "odd",
    zenml_version: "0.1.0",
    components: {
      orchestrator: { name: "default", flavor: "local" },
      artifact_store: { name: "b", flavor: "s3", configuration: { path: "b", keyy: "k" } },
    },
  };
  await expect(client.stacks.import(document)).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringMatching(/'path' .*begins with s3:\/\/.*\n.*keyy/s),
  });
  expect((await client.components.list()).items).toHaveLength(2);
});

test("a stack says what keeps pipelines from running on it", async () => {
  await bucket();
  await client.stacks.register("mine", { ...LOCAL, artifact_store: "bucket" });
  const { problems } = await client.stacks.check("mine");
  expect(problems.map(({ text }) => text)).toEqual([
    "its artifact store 'bucket' has the flavor 's3', which has no implementation yet",
  ]);
});
