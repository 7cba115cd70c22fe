// The Kubernetes integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, text, withDefault, yesNo } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "kubernetes",
    type: "orchestrator",
    description: "Runs each step in a pod of a Kubernetes cluster.",
    local: false,
    remote: true,
    config: z.strictObject({
      kubernetes_context: optional(
        text("Context of the kubeconfig to use; default: the current one"),
      ),
      kubernetes_namespace: withDefault(text("Namespace that pods run in"), "zenml"),
      synchronous: yesNo("Wait until a run has ended"),
      skip_config_loading: yesNo("Do not read a kubeconfig, inside of a cluster"),
    }),
  },
];
