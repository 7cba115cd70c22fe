import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Client } from "../client.js";

let folder: string;
let client: Client;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zenml-components-"));
  client = await open();
});
afterEach(async () => {
  await client.close();
  await rm(folder, { recursive: true, force: true });
});

function open(options: { readonly profile?: string } = {}): Promise<Client> {
  return Client.open({ ...options, env: { HOME: folder }, cwd: folder });
}

const S3 = { path: "s3://bucket", key: "{{aws.key}}" };

test("a component is registered with what its flavor takes, and read by name and kind", async () => {
  const { component, warnings } = await client.components.register("artifact_store", "s", "s3", {
    configuration: { ...S3, secret: "in clear" },
  });
  expect(component).toMatchObject({ type: "artifact_store", name: "s", flavor: "s3" });
  expect(warnings).toMatchObject([expect.stringContaining("'secret' is a secret")]);
  expect(await client.components.get("s", { type: "artifact_store" })).toEqual(component);
});

test("wrong configurations and names are refused with every problem", async () => {
  const refused = client.components.register("artifact_store", "a/b", "s3", {
    configuration: { pat: "s3://b" },
  });
  await expect(refused).rejects.toMatchObject({
    code: "invalid_input",
    details: {
      problems: [
        expect.stringContaining("a name cannot contain"),
        expect.stringContaining("'pat'"),
        expect.stringContaining("'path' is missing"),
      ],
    },
  });
  await expect(client.components.register("artifact_store", "s", "s4")).rejects.toMatchObject({
    code: "flavor_unknown",
  });
  await client.components.register("artifact_store", "s", "local");
  await expect(client.components.register("artifact_store", "s", "local")).rejects.toMatchObject({
    code: "entity_exists",
  });
});

test("the same name may be given once for each kind", async () => {
  await client.components.register("artifact_store", "same", "local");
  await client.components.register("orchestrator", "same", "local");
  const found = await client.components.get("same", { type: "orchestrator" });
  expect(found.type).toBe("orchestrator");
});

test("an update changes what it names, and two at once lose nothing", async () => {
  await client.components.register("artifact_store", "s", "s3", { configuration: S3 });
  const other = await open();
  try {
    await Promise.all([
      client.components.update("artifact_store", "s", { path: "s3://other" }),
      other.components.update("artifact_store", "s", { token: "{{aws.token}}" }),
      client.components.update("artifact_store", "s", { secret: "{{aws.secret}}" }),
    ]);
  } finally {
    await other.close();
  }
  const { configuration } = await client.components.get("s", { type: "artifact_store" });
  expect(configuration).toEqual({
    path: "s3://other",
    key: "{{aws.key}}",
    token: "{{aws.token}}",
    secret: "{{aws.secret}}",
  });
});

test("attributes are removed, in either spelling", async () => {
  await client.components.register("orchestrator", "o", "local", {
    configuration: { max_parallel: 2 },
  });
  const after = await client.components.removeAttribute("orchestrator", "o", "max-parallel");
  expect(after.configuration).toEqual({});
  await expect(
    client.components.removeAttribute("orchestrator", "o", "max_parallel"),
  ).rejects.toMatchObject({ code: "invalid_input" });
});

test("of two who rename the same component at once, one is told of the other", async () => {
  await client.components.register("orchestrator", "o", "local");
  const other = await open();
  try {
    const answers = await Promise.allSettled([
      client.components.rename("orchestrator", "o", "one"),
      other.components.rename("orchestrator", "o", "two"),
    ]);
    const failed = answers.filter(({ status }) => status === "rejected");
    expect(failed.length).toBeLessThanOrEqual(1);
    const names: string[] = [];
    for await (const { name, type } of client.components.all()) {
      if (type === "orchestrator") names.push(name);
    }
    expect(names.filter((name) => name === "one" || name === "two")).toHaveLength(1);
  } finally {
    await other.close();
  }
});

test("a component goes to another profile with its references", async () => {
  await client.components.register("artifact_store", "s", "s3", { configuration: S3 });
  await client.profiles.create({ name: "other" });
  const { component } = await client.components.copy("artifact_store", "s", "t", { to: "other" });
  const other = await open({ profile: "other" });
  try {
    expect(await other.components.get("t", { type: "artifact_store" })).toMatchObject({
      id: component.id,
      configuration: S3,
    });
  } finally {
    await other.close();
  }
  const back = await client.components.copy("artifact_store", "t", "u", { from: "other" });
  expect(back.component.configuration).toEqual(S3);
});

test("a component of a stack stays", async () => {
  await expect(client.components.delete("orchestrator", "default")).rejects.toMatchObject({
    code: "in_use",
    details: { stacks: ["default"] },
  });
  const { component } = await client.components.register("orchestrator", "o", "local");
  expect(await client.components.delete("orchestrator", "o")).toEqual(component);
  expect(await client.components.find(component.id)).toBeUndefined();
});
