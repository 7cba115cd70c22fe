// The Spark integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, options, text, withDefault } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "spark-kubernetes",
    type: "step_operator",
    description: "Runs single steps with Spark on Kubernetes.",
    local: false,
    remote: false,
    config: z.strictObject({
      master: text("Address of the Spark master, e.g. k8s://https://HOST:PORT"),
      deploy_mode: withDefault(text("Where the driver runs: cluster or client"), "cluster"),
      submit_kwargs: optional(options("Further options of spark-submit, by name")),
      namespace: optional(text("Namespace that pods run in")),
      service_account: optional(text("Service account that pods run as")),
    }),
  },
];
