// The Kubeflow integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, text, whole, withDefault, yesNo } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "kubeflow",
    type: "orchestrator",
    description: "Runs pipelines on Kubeflow Pipelines, by default on a cluster of this machine.",
    local: true,
    remote: false,
    config: z.strictObject({
      kubeflow_pipelines_ui_port: withDefault(
        whole("Port of the user interface on this machine"),
        8080,
      ),
      kubeflow_hostname: optional(text("Address of a Kubeflow that is reached over the network")),
      kubeflow_namespace: withDefault(text("Namespace of Kubeflow Pipelines"), "kubeflow"),
      kubernetes_context: optional(
        text("Context of the kubeconfig to use; default: a local k3d cluster"),
      ),
      synchronous: yesNo("Wait until a run has ended"),
      skip_local_validations: yesNo("Skip the checks of a local cluster"),
      skip_cluster_provisioning: yesNo("Do not create a local cluster"),
      skip_ui_daemon_provisioning: yesNo("Do not forward the user interface to this machine"),
    }),
    place: ({ kubernetes_context, kubeflow_hostname }) => {
      const local =
        kubeflow_hostname === undefined &&
        (typeof kubernetes_context !== "string" || kubernetes_context.startsWith("k3d-"));
      return { local, remote: !local };
    },
  },
];
