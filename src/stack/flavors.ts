// The registry of flavors, as data: what there is, by kind, built-in ones first. What describes a flavor
// is loaded when the flavor itself is asked for, its implementation when a run uses it.
import { kindLabel } from "../domain/component-types.js";
import type { ComponentType } from "../domain/entities/component.js";
import { ZenError } from "../domain/errors.js";
import { nearest } from "../util/nearest.js";
import type { Flavor } from "./flavor.js";

interface Description {
  readonly flavors: readonly Flavor[];
}

const DESCRIPTIONS = {
  airflow: () => import("../integrations/airflow/index.js"),
  aws: () => import("../integrations/aws/index.js"),
  azure: () => import("../integrations/azure/index.js"),
  container: () => import("../integrations/container/index.js"),
  deepchecks: () => import("../integrations/deepchecks/index.js"),
  evidently: () => import("../integrations/evidently/index.js"),
  feast: () => import("../integrations/feast/index.js"),
  gcp: () => import("../integrations/gcp/index.js"),
  github: () => import("../integrations/github/index.js"),
  "great-expectations": () => import("../integrations/great-expectations/index.js"),
  kserve: () => import("../integrations/kserve/index.js"),
  kubeflow: () => import("../integrations/kubeflow/index.js"),
  kubernetes: () => import("../integrations/kubernetes/index.js"),
  "label-studio": () => import("../integrations/label-studio/index.js"),
  local: () => import("../integrations/local/index.js"),
  mlflow: () => import("../integrations/mlflow/index.js"),
  s3: () => import("../integrations/s3/index.js"),
  seldon: () => import("../integrations/seldon/index.js"),
  slack: () => import("../integrations/slack/index.js"),
  slurm: () => import("../integrations/slurm/index.js"),
  spark: () => import("../integrations/spark/index.js"),
  tekton: () => import("../integrations/tekton/index.js"),
  tensorboard: () => import("../integrations/tensorboard/index.js"),
  vault: () => import("../integrations/vault/index.js"),
  wandb: () => import("../integrations/wandb/index.js"),
  whylogs: () => import("../integrations/whylogs/index.js"),
} satisfies Record<string, () => Promise<Description>>;

export interface FlavorRow {
  readonly type: ComponentType;
  readonly name: string;
  /** Null for what every installation has. */
  readonly integration: string | null;
  /** Folder of the integration that describes it. */
  readonly describedIn: keyof typeof DESCRIPTIONS;
  /** Whether it has a `load`. */
  readonly implemented?: true;
  /** What releases before 0.20 called it. */
  readonly oldName?: string;
}

export const FLAVORS: readonly FlavorRow[] = [
  { type: "alerter", name: "slack", integration: "slack", describedIn: "slack" },
  {
    type: "annotator",
    name: "label_studio",
    integration: "label_studio",
    describedIn: "label-studio",
  },
  {
    type: "artifact_store",
    name: "local",
    integration: null,
    describedIn: "local",
    implemented: true,
  },
  { type: "artifact_store", name: "azure", integration: "azure", describedIn: "azure" },
  { type: "artifact_store", name: "gcp", integration: "gcp", describedIn: "gcp" },
  { type: "artifact_store", name: "s3", integration: "s3", describedIn: "s3" },
  { type: "container_registry", name: "default", integration: null, describedIn: "container" },
  { type: "container_registry", name: "azure", integration: null, describedIn: "container" },
  { type: "container_registry", name: "dockerhub", integration: null, describedIn: "container" },
  { type: "container_registry", name: "gcp", integration: null, describedIn: "container" },
  { type: "container_registry", name: "github", integration: null, describedIn: "container" },
  { type: "container_registry", name: "aws", integration: "aws", describedIn: "aws" },
  {
    type: "data_validator",
    name: "deepchecks",
    integration: "deepchecks",
    describedIn: "deepchecks",
  },
  { type: "data_validator", name: "evidently", integration: "evidently", describedIn: "evidently" },
  {
    type: "data_validator",
    name: "great_expectations",
    integration: "great_expectations",
    describedIn: "great-expectations",
  },
  { type: "data_validator", name: "whylogs", integration: "whylogs", describedIn: "whylogs" },
  {
    type: "experiment_tracker",
    name: "mlflow",
    integration: "mlflow",
    describedIn: "mlflow",
    implemented: true,
  },
  {
    type: "experiment_tracker",
    name: "tensorboard",
    integration: "tensorboard",
    describedIn: "tensorboard",
  },
  { type: "experiment_tracker", name: "wandb", integration: "wandb", describedIn: "wandb" },
  { type: "feature_store", name: "feast", integration: "feast", describedIn: "feast" },
  { type: "image_builder", name: "container", integration: "container", describedIn: "container" },
  { type: "model_deployer", name: "kserve", integration: "kserve", describedIn: "kserve" },
  { type: "model_deployer", name: "mlflow", integration: "mlflow", describedIn: "mlflow" },
  { type: "model_deployer", name: "seldon", integration: "seldon", describedIn: "seldon" },
  {
    type: "orchestrator",
    name: "local",
    integration: null,
    describedIn: "local",
    implemented: true,
  },
  { type: "orchestrator", name: "local_docker", integration: null, describedIn: "local" },
  { type: "orchestrator", name: "airflow", integration: "airflow", describedIn: "airflow" },
  { type: "orchestrator", name: "github", integration: "github", describedIn: "github" },
  { type: "orchestrator", name: "kubeflow", integration: "kubeflow", describedIn: "kubeflow" },
  {
    type: "orchestrator",
    name: "kubernetes",
    integration: "kubernetes",
    describedIn: "kubernetes",
  },
  { type: "orchestrator", name: "slurm", integration: "slurm", describedIn: "slurm" },
  { type: "orchestrator", name: "tekton", integration: "tekton", describedIn: "tekton" },
  { type: "orchestrator", name: "vertex", integration: "gcp", describedIn: "gcp" },
  {
    type: "secrets_manager",
    name: "local",
    integration: null,
    describedIn: "local",
    implemented: true,
  },
  { type: "secrets_manager", name: "aws", integration: "aws", describedIn: "aws" },
  {
    type: "secrets_manager",
    name: "azure",
    integration: "azure",
    describedIn: "azure",
    oldName: "azure_key_vault",
  },
  {
    type: "secrets_manager",
    name: "gcp",
    integration: "gcp",
    describedIn: "gcp",
    oldName: "gcp_secrets_manager",
  },
  { type: "secrets_manager", name: "github", integration: "github", describedIn: "github" },
  { type: "secrets_manager", name: "vault", integration: "vault", describedIn: "vault" },
  {
    type: "step_operator",
    name: "local",
    integration: null,
    describedIn: "local",
    implemented: true,
  },
  { type: "step_operator", name: "azureml", integration: "azure", describedIn: "azure" },
  { type: "step_operator", name: "container", integration: "container", describedIn: "container" },
  { type: "step_operator", name: "sagemaker", integration: "aws", describedIn: "aws" },
  { type: "step_operator", name: "slurm", integration: "slurm", describedIn: "slurm" },
  { type: "step_operator", name: "spark-kubernetes", integration: "spark", describedIn: "spark" },
  { type: "step_operator", name: "vertex", integration: "gcp", describedIn: "gcp" },
];

/** The flavors of a kind that every installation knows. */
export function flavorRows(type: ComponentType): readonly FlavorRow[] {
  return FLAVORS.filter((row) => row.type === type);
}

/** The row of a name, also of an old one. */
export function flavorRow(type: ComponentType, name: string): FlavorRow | undefined {
  const rows = flavorRows(type);
  return rows.find((row) => row.name === name) ?? rows.find((row) => row.oldName === name);
}

/** Errors: `flavor_unknown` with the flavors that exist for the kind. */
export async function findFlavor(type: ComponentType, name: string): Promise<Flavor> {
  const row = flavorRow(type, name);
  if (row === undefined) {
    throw flavorUnknown(
      type,
      name,
      flavorRows(type).map((known) => known.name),
    );
  }
  return loadDescription(row);
}

async function loadDescription({ type, name, describedIn }: FlavorRow): Promise<Flavor> {
  const { flavors }: Description = await DESCRIPTIONS[describedIn]();
  const found = flavors.find((flavor) => flavor.type === type && flavor.name === name);
  if (found !== undefined) return found;
  throw new ZenError("internal", `'${describedIn}' does not describe the ${type} '${name}'.`);
}

/** @param known the names that there are */
export function flavorUnknown(
  type: ComponentType,
  name: string,
  known: readonly string[],
): ZenError {
  const close = nearest(name, known);
  const kind = kindLabel(type);
  return new ZenError("flavor_unknown", `There is no ${kind} flavor named '${name}'.`, {
    hint:
      close === undefined
        ? `Flavors of this kind: ${known.join(", ") || "none"}.`
        : `Did you mean '${close}'?`,
    details: { candidates: known },
  });
}
