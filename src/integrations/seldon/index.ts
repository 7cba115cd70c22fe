// The Seldon Core integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, text } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "seldon",
    type: "model_deployer",
    description: "Serves models with Seldon Core on Kubernetes.",
    local: false,
    remote: false,
    config: z.strictObject({
      kubernetes_context: optional(
        text("Context of the kubeconfig to use; default: the current one"),
      ),
      kubernetes_namespace: optional(text("Namespace that models are served in")),
      base_url: text("Address that served models are reached at"),
      secret: optional(text("Name of the secret that the model servers read artifacts with")),
    }),
  },
];
