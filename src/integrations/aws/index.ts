// The AWS integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, text } from "../../stack/schema/fields.js";
import { secretScope } from "../../stack/schema/secret-scope.js";

export const flavors: readonly Flavor[] = [
  {
    name: "aws",
    type: "container_registry",
    description: "An Elastic Container Registry.",
    local: false,
    remote: false,
    config: z.strictObject({
      authentication_secret: optional(text("Name of the secret to log in with")),
      uri: text("Registry that images are pushed to: ACCOUNT.dkr.ecr.REGION.amazonaws.com"),
    }),
  },
  {
    name: "aws",
    type: "secrets_manager",
    description: "Keeps secrets in AWS Secrets Manager.",
    local: false,
    remote: false,
    config: z.strictObject({
      ...secretScope,
      region_name: text("Region of the secrets, e.g. eu-west-1"),
    }),
  },
  {
    name: "sagemaker",
    type: "step_operator",
    description: "Runs single steps on SageMaker.",
    local: false,
    remote: true,
    config: z.strictObject({
      role: text("IAM role that steps run as"),
      instance_type: text("Instance that steps run on, e.g. ml.m5.xlarge"),
      bucket: optional(text("Bucket for what SageMaker itself writes; default: one of its own")),
      experiment_name: optional(text("Experiment that jobs belong to")),
    }),
  },
];
