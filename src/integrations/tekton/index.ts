// The Tekton integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { text, whole, withDefault, yesNo } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "tekton",
    type: "orchestrator",
    description: "Runs pipelines on Tekton.",
    local: false,
    remote: true,
    config: z.strictObject({
      kubernetes_context: text("Context of the kubeconfig to use"),
      kubernetes_namespace: withDefault(text("Namespace that pipelines run in"), "zenml"),
      tekton_ui_port: withDefault(whole("Port of the user interface on this machine"), 8080),
      skip_ui_daemon_provisioning: yesNo("Do not forward the user interface to this machine"),
    }),
  },
];
