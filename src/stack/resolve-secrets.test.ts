import { expect, test } from "vitest";
import { resolveSecrets, secretReferences } from "./resolve-secrets.js";
import type { ConfiguredComponent } from "./resolve-secrets.js";
import type { Secret } from "./secrets-manager.js";

const AWS: Secret = { name: "aws", schema: "aws", values: { key: "AK", "session-token": "T" } };

async function get(name: string): Promise<Secret | undefined> {
  return name === "aws" ? AWS : undefined;
}

function component(name: string, configuration: ConfiguredComponent["configuration"]) {
  return { type: "artifact_store", name, configuration } as const;
}

test("references are found at any depth, several in one text, with spaces or without", () => {
  const found = secretReferences({
    key: "{{aws.key}}",
    url: "https://{{ web.user }}:{{web.password}}@host",
    nested: { hosts: ["{{net.host}}"], port: 1, none: null },
    plain: "{{not-a-reference}} {aws.key}",
  });
  expect(found).toEqual([
    { attribute: "key", secret: "aws", key: "key" },
    { attribute: "url", secret: "web", key: "user" },
    { attribute: "url", secret: "web", key: "password" },
    { attribute: "nested.hosts[0]", secret: "net", key: "host" },
  ]);
});

test("values are filled in as they are, and the configuration that came in stays", async () => {
  const given = component("s3", {
    key: "{{aws.key}}",
    header: "{{ aws.key }}/{{aws.session-token}}",
    deep: { list: ["{{aws.key}}", 3] },
    port: 1,
  });
  expect(await resolveSecrets([given], get)).toEqual([
    { key: "AK", header: "AK/T", deep: { list: ["AK", 3] }, port: 1 },
  ]);
  expect(given.configuration.key).toBe("{{aws.key}}");
});

test("a value that looks like a pattern or a reference is not read as one", async () => {
  const tricky = async () => ({ name: "a", schema: "arbitrary", values: { b: "$& {{a.b}}" } });
  expect(await resolveSecrets([component("s", { x: "<{{a.b}}>" })], tricky)).toEqual([
    { x: "<$& {{a.b}}>" },
  ]);
});

test("everything that is missing is told at once, with what registers it", async () => {
  const components = [
    component("s3", { key: "{{aws.key}}", secret: "{{aws.secret}}" }),
    component("other", { user: "{{db.user}}", password: "{{db.password}}" }),
  ];
  await expect(resolveSecrets(components, get)).rejects.toMatchObject({
    code: "stack_invalid",
    message: [
      "Secrets are missing:",
      "  - 'secret' of the artifact store 's3' is {{aws.secret}}, but the secret 'aws' has no key 'secret'",
      "  - 'user' of the artifact store 'other' is {{db.user}}, but there is no secret 'db'",
      "  - 'password' of the artifact store 'other' is {{db.password}}, but there is no secret 'db'",
    ].join("\n"),
    hint: "zenml secret update aws --secret=VALUE && zenml secret register db --user=VALUE --password=VALUE",
  });
});

test("a key that every object has is missing too", async () => {
  await expect(
    resolveSecrets([component("s3", { key: "{{aws.constructor}}" })], get),
  ).rejects.toMatchObject({
    message:
      "A secret is missing: 'key' of the artifact store 's3' is {{aws.constructor}}, " +
      "but the secret 'aws' has no key 'constructor'.",
  });
});

test("no secret is asked for twice, and none where nothing refers to one", async () => {
  const asked: string[] = [];
  const counting = async (name: string) => {
    asked.push(name);
    return get(name);
  };
  await resolveSecrets([component("a", { x: "{{aws.key}}", y: "{{aws.key}}" })], counting);
  await resolveSecrets([component("b", { x: "plain" })], counting);
  expect(asked).toEqual(["aws"]);
});
