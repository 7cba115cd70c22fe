import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { ComponentType } from "../domain/entities/component.js";
import { placeOf } from "./flavor.js";
import { FLAVORS, findFlavor, flavorRow } from "./flavors.js";
import { configFields, fieldsOf } from "./schema/config-fields.js";
import { JsonSchema, configSchema, resolved } from "./schema/json-schema.js";

const Recorded = z.object({
  type: ComponentType,
  name: z.string(),
  integration: z.nullable(z.string()),
  properties: z.record(z.string(), JsonSchema),
  required: z.array(z.string()),
  definitions: z.nullable(z.record(z.string(), JsonSchema)),
  secret_fields: z.array(z.string()),
  is_local: z.optional(z.boolean()),
  is_remote: z.optional(z.boolean()),
});

const recorded = z
  .object({ flavors: z.array(Recorded) })
  .parse(
    JSON.parse(
      readFileSync(join(import.meta.dirname, "../../tests/fixtures/flavors.json"), "utf8"),
    ),
  ).flavors;

/** Fields that flavors of ours have beyond those of ZenML 0.20. */
const OURS: Readonly<Record<string, readonly string[]>> = {
  "orchestrator local": ["max_parallel"],
};

/** What a field's schema says, without how it is written down. */
function meaning(schema: JsonSchema, root: JsonSchema): unknown {
  const { type, enum: values, items, prefixItems, minItems, maxItems } = resolved(schema, root);
  const { additionalProperties } = resolved(schema, root);
  const entries = prefixItems ?? items;
  const isTyped = typeof additionalProperties === "object" && "type" in additionalProperties;
  return {
    type,
    values,
    entries: Array.isArray(entries) ? entries.map((entry) => meaning(entry, root)) : undefined,
    minItems,
    maxItems,
    members: isTyped ? meaning(additionalProperties, root) : undefined,
    default: resolved(schema, root).default,
  };
}

test("the recording has the forty flavors of ZenML 0.20", () => {
  expect(recorded).toHaveLength(40);
});

test.each(recorded.map((flavor) => [`${flavor.type} ${flavor.name}`, flavor] as const))(
  "%s has the fields, types, defaults and marks of ZenML 0.20",
  async (label, flavor) => {
    const row = flavorRow(flavor.type, flavor.name);
    expect(row).toMatchObject({ integration: flavor.integration });
    const ours = await findFlavor(flavor.type, flavor.name);
    const root = JsonSchema.parse(configSchema(ours));
    const theirs: JsonSchema = { ...flavor, type: "object", definitions: flavor.definitions ?? {} };
    const beyond = OURS[label] ?? [];
    const fields = configFields(root).filter(({ name }) => !beyond.includes(name));
    expect(
      Object.fromEntries(fields.map(({ name, schema }) => [name, meaning(schema, root)])),
    ).toEqual(
      Object.fromEntries(
        Object.entries(flavor.properties).map(([name, schema]) => [name, meaning(schema, theirs)]),
      ),
    );
    const named = (mark: "required" | "secret") =>
      fields.filter((field) => field[mark]).map(({ name }) => name);
    expect(named("required").toSorted()).toEqual(flavor.required.toSorted());
    expect(named("secret").toSorted()).toEqual(flavor.secret_fields.toSorted());
    const marks = { local: flavor.is_local ?? false, remote: flavor.is_remote ?? true };
    expect(placeOf(ours)).toEqual(marks);
  },
);

test.each(FLAVORS.map((row) => [`${row.type} ${row.name}`, row] as const))(
  "%s is what its row says, and tells what each field is for",
  async (_label, { type, name, implemented = false }) => {
    const flavor = await findFlavor(type, name);
    expect(flavor).toMatchObject({ type, name });
    expect(flavor.load !== undefined).toBe(implemented);
    expect(flavor.description).toMatch(/^[A-Z].*\.$/s);
    expect(fieldsOf(flavor).filter(({ description }) => description === "")).toEqual([]);
  },
);

test("tensorboard, slurm, container and a local step operator are there besides", () => {
  const known = new Set(recorded.map(({ type, name }) => `${type} ${name}`));
  const ours = FLAVORS.filter(({ type, name }) => !known.has(`${type} ${name}`));
  expect(ours.map(({ type, name }) => `${type} ${name}`).toSorted()).toEqual([
    "experiment_tracker tensorboard",
    "image_builder container",
    "orchestrator slurm",
    "step_operator container",
    "step_operator local",
    "step_operator slurm",
  ]);
});

test("no kind has two flavors of one name", () => {
  const names = FLAVORS.flatMap(({ type, name, oldName = name }) => [
    ...new Set([`${type} ${name}`, `${type} ${oldName}`]),
  ]);
  expect(new Set(names).size).toBe(names.length);
});

test("names of ZenML 0.13 are read", async () => {
  expect((await findFlavor("secrets_manager", "azure_key_vault")).name).toBe("azure");
  expect((await findFlavor("secrets_manager", "gcp_secrets_manager")).name).toBe("gcp");
});

test("an unknown flavor is answered with the nearest name, or with all of the kind", async () => {
  await expect(findFlavor("orchestrator", "kuberflow")).rejects.toMatchObject({
    code: "flavor_unknown",
    hint: "Did you mean 'kubeflow'?",
  });
  await expect(findFlavor("feature_store", "xyz")).rejects.toMatchObject({
    hint: "Flavors of this kind: feast.",
  });
});

test("where a component runs follows its configuration", async () => {
  const kubeflow = await findFlavor("orchestrator", "kubeflow");
  expect(placeOf(kubeflow, { kubernetes_context: "gke_team" })).toEqual({
    local: false,
    remote: true,
  });
  const mlflow = await findFlavor("experiment_tracker", "mlflow");
  expect(placeOf(mlflow, { tracking_uri: "https://mlflow.example.com" }).local).toBe(false);
  expect(placeOf(mlflow, { tracking_uri: "file:///tmp/mlruns" }).local).toBe(true);
});
