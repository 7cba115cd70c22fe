// The integrations, as data: which npm packages their flavors are built on. What they describe stands in
// src/integrations/, which flavors they have in the registry of flavors.
import { FLAVORS } from "./flavors.js";
import type { FlavorRow } from "./flavors.js";

export interface Integration {
  readonly name: string;
  /** As a package manager takes them; empty where none is needed. */
  readonly packages: readonly string[];
}

const KUBERNETES = ["@kubernetes/client-node@^1"];

export const INTEGRATIONS: readonly Integration[] = [
  { name: "airflow", packages: [] },
  {
    name: "aws",
    packages: [
      "@aws-sdk/client-ecr@^3",
      "@aws-sdk/client-sagemaker@^3",
      "@aws-sdk/client-secrets-manager@^3",
    ],
  },
  {
    name: "azure",
    packages: ["@azure/identity@^4", "@azure/keyvault-secrets@^4", "@azure/storage-blob@^12"],
  },
  { name: "container", packages: [] },
  { name: "deepchecks", packages: [] },
  { name: "evidently", packages: [] },
  { name: "feast", packages: [] },
  { name: "gcp", packages: ["@google-cloud/storage@^8"] },
  { name: "github", packages: [] },
  { name: "great_expectations", packages: [] },
  { name: "kserve", packages: KUBERNETES },
  { name: "kubeflow", packages: KUBERNETES },
  { name: "kubernetes", packages: KUBERNETES },
  { name: "label_studio", packages: [] },
  { name: "mlflow", packages: [] },
  { name: "s3", packages: ["@aws-sdk/client-s3@^3"] },
  { name: "seldon", packages: KUBERNETES },
  { name: "slack", packages: ["@slack/web-api@^8"] },
  { name: "slurm", packages: [] },
  { name: "spark", packages: KUBERNETES },
  { name: "tekton", packages: KUBERNETES },
  { name: "tensorboard", packages: [] },
  { name: "vault", packages: [] },
  { name: "wandb", packages: [] },
  { name: "whylogs", packages: [] },
];

/** What older releases integrated: Python libraries, which steps in Python bring along themselves. */
export const PYTHON_LIBRARIES: readonly string[] = [
  "dash",
  "facets",
  "graphviz",
  "huggingface",
  "lightgbm",
  "neural_prophet",
  "pillow",
  "plotly",
  "pytorch",
  "pytorch_lightning",
  "scipy",
  "sklearn",
  "tensorflow",
  "xgboost",
];

export function flavorsOf(integration: string): readonly FlavorRow[] {
  return FLAVORS.filter((row) => row.integration === integration);
}

/** Whether any of its flavors can be used by now. */
export function isImplemented(integration: string): boolean {
  return flavorsOf(integration).some((row) => row.implemented === true);
}

/** `@scope/name` of `@scope/name@^1`. */
export function packageOf(requirement: string): string {
  const end = requirement.indexOf("@", 1);
  return end < 0 ? requirement : requirement.slice(0, end);
}
