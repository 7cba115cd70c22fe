// What the real helm makes of the chart: it lints, renders in each way that its values name, and what it
// hands to the server is what the server takes.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { readServerOptions } from "../../../src/server/options/read-server-options.js";

const CHART = join(import.meta.dirname, "../../../deploy/helm/zenml");
const HELM = process.env["ZENML_TEST_HELM"] ?? "helm";
const isThere = spawnSync(HELM, ["version"]).error === undefined;
const reason = isThere ? "" : " (helm is not installed)";

const DATABASE = { store: { url: "postgresql://zenml:secret@db.example/zenml" } };
interface Values {
  readonly server?: object;
  readonly [name: string]: unknown;
}

const WAYS: Readonly<Record<string, Values>> = {
  "as it is": {},
  "with a first password": { admin: { password: "first" } },
  "on a database, three times": { ...DATABASE, replicas: 3 },
  "with secrets of the cluster": {
    store: { existingSecret: "database", secretKey: "url" },
    admin: { existingSecret: "people", secretKey: "admin" },
  },
  "behind an ingress": {
    ingress: {
      enabled: true,
      host: "zenml.example",
      className: "nginx",
      tlsSecret: "certificate",
      annotations: { "example.com/size": "0" },
      trustedProxies: ["10.0.0.0/8"],
    },
  },
  "with options and places": {
    server: { log_level: "debug", public_metrics: true, max_connections: 100 },
    nodeSelector: { disk: "fast" },
    tolerations: [{ key: "ml", operator: "Exists" }],
    podAnnotations: { team: "ml" },
    image: {
      repository: "registry.example/zenml-server",
      tag: "1",
      pullSecrets: [{ name: "pull" }],
    },
  },
};

const Rendered = z.object({ kind: z.string(), metadata: z.object({ name: z.string() }) });
const Config = z.object({ data: z.object({ "server.yaml": z.string() }) });
const Deployment = z.object({
  spec: z.object({
    replicas: z.number(),
    template: z.object({
      spec: z.object({
        containers: z.tuple([
          z.object({
            image: z.string(),
            env: z.array(z.object({ name: z.string(), value: z.optional(z.string()) })),
          }),
        ]),
      }),
    }),
  }),
});

function helm(args: readonly string[], values: object) {
  const { status, stdout, stderr } = spawnSync(HELM, [...args, "--values", "-"], {
    input: JSON.stringify(values),
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

function rendered(values: object): readonly z.infer<typeof Rendered>[] {
  const { code, stdout, stderr } = helm(["template", "team", CHART], values);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return loadAll(stdout).map((one) => z.looseObject(Rendered.shape).parse(one));
}

function ofKind(kind: string, all: readonly z.infer<typeof Rendered>[]): unknown {
  return all.find((one) => one.kind === kind);
}

describe.skipIf(!isThere)(`helm and the chart${reason}`, () => {
  test.each(Object.entries(WAYS))("%s: lints without a warning", (_way, values) => {
    const { code, stdout } = helm(["lint", "--strict", CHART], values);
    expect(stdout).not.toMatch(/\[(WARNING|ERROR)\]/);
    expect(code).toBe(0);
  });

  test.each(Object.entries(WAYS))("%s: renders options that the server takes", (_way, values) => {
    const all = rendered(values);
    const { data } = Config.parse(ofKind("ConfigMap", all));
    const [container] = Deployment.parse(ofKind("Deployment", all)).spec.template.spec.containers;
    const env = Object.fromEntries(
      container.env.map(({ name, value }) => [name, value ?? `${DATABASE.store.url}`]),
    );
    const file = { path: "server.yaml", text: data["server.yaml"] };
    expect(readServerOptions({ env, file })).toMatchObject({
      store_type: "sql",
      ...values.server,
    });
  });

  test("keeps one volume for one server, and none where a database has the data", () => {
    const kinds = (values: object) => rendered(values).map(({ kind }) => kind);
    expect(kinds({})).toContain("PersistentVolumeClaim");
    expect(kinds(DATABASE)).not.toContain("PersistentVolumeClaim");
    const { code, stderr } = helm(["template", "team", CHART], { replicas: 2 });
    expect(code).toBe(1);
    expect(stderr).toContain("More than one server needs a database that they share");
  });

  test("uses a claim of the cluster without making one", () => {
    const all = rendered({ store: { existingClaim: "mine" } });
    expect(all.map(({ kind }) => kind)).not.toContain("PersistentVolumeClaim");
    expect(JSON.stringify(ofKind("Deployment", all))).toContain(
      '"persistentVolumeClaim":{"claimName":"mine"}',
    );
  });

  test("starts the server anew where its database changes, and not for another first password", () => {
    const pod = (values: object) => JSON.stringify(ofKind("Deployment", rendered(values)));
    const elsewhere = { store: { url: "postgresql://zenml:other@db.example/zenml" } };
    expect(pod(elsewhere)).not.toBe(pod(DATABASE));
    expect(pod({ admin: { password: "a" } })).toBe(pod({ admin: { password: "b" } }));
  });

  test("goes on answering for a while as it goes, where others can take over", () => {
    const pod = (values: object) => JSON.stringify(ofKind("Deployment", rendered(values)));
    expect(pod(DATABASE)).toContain("preStop");
    expect(pod({})).not.toContain("preStop");
  });

  test("names a secret of the cluster without making one", () => {
    const values = WAYS["with secrets of the cluster"] ?? {};
    expect(rendered(values).map(({ kind }) => kind)).not.toContain("Secret");
    expect(JSON.stringify(ofKind("Deployment", rendered(values)))).toContain(
      '"secretKeyRef":{"name":"database","key":"url"}',
    );
  });

  test("takes the proxies of its ingress for proxies", () => {
    const { data } = Config.parse(ofKind("ConfigMap", rendered(WAYS["behind an ingress"] ?? {})));
    expect(data["server.yaml"]).toContain("10.0.0.0/8");
  });

  test.each([
    ["a value that is unknown", { replica: 2 }, /replica/],
    ["an ingress without a host", { ingress: { enabled: true } }, /ingress.host is missing/],
    ["a number of servers that is none", { replicas: "many" }, /replicas/],
  ])("refuses %s by name", (_what, values, said) => {
    const { code, stderr } = helm(["template", "team", CHART], values);
    expect(code).toBe(1);
    expect(stderr).toMatch(said);
  });
});
