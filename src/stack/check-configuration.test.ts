import { expect, test } from "vitest";
import * as z from "zod/mini";
import type { ComponentType } from "../domain/entities/component.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import { assertConfiguration, checkConfiguration } from "./check-configuration.js";
import type { Flavor } from "./flavor.js";
import { findFlavor } from "./flavors.js";

async function check(type: ComponentType, name: string, configuration: JsonRecord) {
  return checkConfiguration(await findFlavor(type, name), configuration);
}

test("a configuration that suits is kept as it was given", async () => {
  const given = { kubernetes_context: "prod", synchronous: true, kubeflow_pipelines_ui_port: 8081 };
  expect(await check("orchestrator", "kubeflow", given)).toEqual({
    configuration: given,
    problems: [],
    warnings: [],
  });
});

test("every problem is told at once", async () => {
  const { problems } = await check("orchestrator", "vertex", {
    locaton: "europe-west1",
    gpu_limit: "many",
    labels: { team: 7 },
    node_selector_constraint: ["one"],
    synchronous: "perhaps",
  });
  expect(problems).toEqual([
    "'locaton' is no attribute of the orchestrator flavor 'vertex'; did you mean 'location'?",
    "'gpu_limit' is a whole number, not 'many'",
    "'labels.team' is text, not 7",
    "'node_selector_constraint' has 2 entries, not 1",
    "'synchronous' is true or false, not 'perhaps'",
    "'location' is missing",
  ]);
});

test("an attribute that resembles none is answered with those that there are", async () => {
  expect((await check("orchestrator", "airflow", { dags: "x" })).problems).toEqual([
    "'dags' is no attribute of the orchestrator flavor 'airflow', which has none",
  ]);
  expect((await check("model_deployer", "mlflow", { xyz: 1 })).problems).toEqual([
    "'xyz' is no attribute of the model deployer flavor 'mlflow'; there is service_path",
  ]);
});

test("a choice names what may be chosen", async () => {
  const { problems } = await check("secrets_manager", "aws", { region_name: "r", scope: "all" });
  expect(problems).toEqual(["'scope' is one of none, global, component, namespace, not 'all'"]);
});

test("text of a wrong form is told in words", async () => {
  const bucket = await check("artifact_store", "s3", { path: "my-bucket" });
  expect(bucket.problems).toEqual(["'path' begins with s3://, not 'my-bucket'"]);
  const folder = await check("artifact_store", "local", { path: "s3://bucket" });
  expect(folder.problems).toEqual(["'path' is a folder of this machine, not 's3://bucket'"]);
});

test("a reference to a secret stands for any text, and for nothing else", async () => {
  const path = "{{storage.bucket}}";
  expect((await check("artifact_store", "s3", { path })).problems).toEqual([]);
  const choice = { region_name: "r", scope: "{{aws.scope}}" };
  expect((await check("secrets_manager", "aws", choice)).problems).toEqual([]);
  const port = await check("annotator", "label_studio", { port: "{{studio.port}}" });
  expect(port.problems).toEqual(["'port' is a whole number, not '{{studio.port}}'"]);
});

test("a secret in clear is warned of and never shown; a reference is not warned of", async () => {
  const clear = await check("artifact_store", "s3", { path: "s3://b", secret: "hush-hush" });
  expect(clear.problems).toEqual([]);
  expect(clear.warnings).toHaveLength(1);
  expect(clear.warnings[0]).toContain("--secret='{{NAME.key}}'");
  const wrong = await check("artifact_store", "s3", { path: "s3://b", secret: ["hush-hush"] });
  expect(wrong.problems).toEqual(["'secret' is text, not a list"]);
  expect([...clear.warnings, ...wrong.problems].join()).not.toContain("hush");
  const kept = await check("artifact_store", "s3", { path: "s3://b", secret: "{{aws.secret}}" });
  expect(kept.warnings).toEqual([]);
});

test("what old files write is read: null for not given, dashes, attributes of before", async () => {
  const checked = await check("orchestrator", "kubeflow", {
    custom_docker_base_image_name: null,
    docker_parent_image: "team/base:1",
    "kubernetes-context": "prod",
    kubeflow_hostname: null,
  });
  expect(checked.problems).toEqual([]);
  expect(checked.configuration).toEqual({ kubernetes_context: "prod" });
  expect(checked.warnings).toHaveLength(1);
  expect(checked.warnings[0]).toContain("'team/base:1'");
});

test("a schema that another validator wrote is checked all the same", () => {
  const config = {
    jsonSchema: {
      type: "object",
      properties: {
        mode: {
          anyOf: [
            { type: "string", minLength: 2 },
            { type: "integer", minimum: 1 },
          ],
        },
        hosts: { type: "array", items: { $ref: "#/$defs/Host" } },
      },
      additionalProperties: false,
      $defs: {
        Host: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
      },
    },
  };
  const flavor: Flavor = { name: "own", type: "alerter", description: "", local: true, config };
  const given = { mode: 0, hosts: [{ name: "a" }, {}] };
  expect(checkConfiguration(flavor, given).problems).toEqual([
    "'mode' is at least 1, not 0",
    "'hosts[1].name' is missing",
  ]);
  expect(checkConfiguration(flavor, { mode: true }).problems).toEqual([
    "'mode' is text or a whole number, not true",
  ]);
});

test("a stored schema that was damaged is a problem, not a crash", () => {
  const config = { jsonSchema: { properties: 5 } };
  const flavor: Flavor = { name: "own", type: "alerter", description: "", local: true, config };
  expect(checkConfiguration(flavor, {}).problems).toEqual([
    "the schema of the alerter flavor 'own' cannot be read: register the flavor again",
  ]);
});

test("a stored pattern that is none is left to the flavor itself", () => {
  const config = { jsonSchema: { properties: { path: { type: "string", pattern: "(" } } } };
  const flavor: Flavor = { name: "own", type: "alerter", description: "", local: true, config };
  expect(checkConfiguration(flavor, { path: "x" }).problems).toEqual([]);
});

test("problems become one error that says where the attributes are listed", () => {
  const flavor: Flavor = {
    name: "own",
    type: "step_operator",
    description: "",
    local: true,
    config: z.strictObject({ size: z.int() }),
  };
  const checked = checkConfiguration(flavor, { siz: 2 });
  expect(() => assertConfiguration(flavor, checked, "mine")).toThrow(
    expect.objectContaining({
      code: "invalid_input",
      hint: "zenml step-operator flavor describe own",
      details: {
        problems: [
          "'siz' is no attribute of the step operator flavor 'own'; did you mean 'size'?",
          "'size' is missing",
        ],
      },
    }),
  );
});
