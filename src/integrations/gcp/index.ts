// The Google Cloud integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, text, textLike, whole, withDefault, yesNo } from "../../stack/schema/fields.js";
import { secretScope } from "../../stack/schema/secret-scope.js";

export const flavors: readonly Flavor[] = [
  {
    name: "gcp",
    type: "artifact_store",
    description: "Keeps artifacts in a bucket of Google Cloud Storage.",
    local: false,
    remote: true,
    config: z.strictObject({
      authentication_secret: optional(text("Name of the secret to log in with")),
      path: textLike(/^gs:\/\//, "begins with gs://", "Where artifacts go: gs://bucket/folder"),
    }),
  },
  {
    name: "vertex",
    type: "orchestrator",
    description: "Runs pipelines on Vertex AI.",
    local: false,
    remote: true,
    config: z.strictObject({
      service_account_path: optional(
        text("File with the key of the service account that starts pipelines"),
      ),
      project: optional(text("Google Cloud project; default: the one that is logged in to")),
      location: text("Region of the pipelines, e.g. europe-west1"),
      pipeline_root: optional(
        text("Bucket for what Vertex AI itself writes; default: the artifact store"),
      ),
      labels: withDefault(
        z
          .record(z.string(), z.string())
          .check(z.meta({ description: "Labels of each pipeline job" })),
        {},
      ),
      encryption_spec_key_name: optional(text("Key of Cloud KMS that jobs are encrypted with")),
      workload_service_account: optional(text("Service account that steps run as")),
      network: optional(text("Network that jobs are peered with")),
      synchronous: yesNo("Wait until a run has ended"),
      cpu_limit: optional(text("Most CPU of a step, e.g. 4")),
      memory_limit: optional(text("Most memory of a step, e.g. 8G")),
      node_selector_constraint: optional(
        z
          .tuple([z.string(), z.string()])
          .check(z.meta({ description: "Label and value that a node must have" })),
      ),
      gpu_limit: optional(whole("Most GPUs of a step")),
    }),
  },
  {
    name: "gcp",
    type: "secrets_manager",
    description: "Keeps secrets in Google Secret Manager.",
    local: false,
    remote: false,
    config: z.strictObject({
      ...secretScope,
      project_id: text("Google Cloud project that holds the secrets"),
    }),
  },
  {
    name: "vertex",
    type: "step_operator",
    description: "Runs single steps on Vertex AI.",
    local: false,
    remote: true,
    config: z.strictObject({
      service_account_path: optional(
        text("File with the key of the service account that starts steps"),
      ),
      region: text("Region of the steps, e.g. europe-west1"),
      project: optional(text("Google Cloud project; default: the one that is logged in to")),
      accelerator_type: optional(text("Type of the accelerators, e.g. NVIDIA_TESLA_T4")),
      accelerator_count: withDefault(whole("Number of accelerators"), 0),
      machine_type: withDefault(text("Machine that steps run on"), "n1-standard-4"),
      encryption_spec_key_name: optional(text("Key of Cloud KMS that jobs are encrypted with")),
    }),
  },
];
