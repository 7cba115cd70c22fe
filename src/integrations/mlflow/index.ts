// The MLflow integration. This file only describes its flavors.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, secret, text, withDefault, yesNo } from "../../stack/schema/fields.js";
import { TrackerSettings } from "./mlflow-terms.js";

function isFolder(uri: unknown): boolean {
  return typeof uri !== "string" || !/^(?!file:)[a-z][a-z0-9+.-]*:/i.test(uri);
}

const TrackerConfig = z.strictObject({
  tracking_uri: optional(
    text("Address of the tracking server, or a folder; default: a folder beside the artifacts"),
  ),
  tracking_username: optional(secret("User to log in as")),
  tracking_password: optional(secret("Password to log in with")),
  tracking_token: optional(secret("Token to log in with")),
  tracking_insecure_tls: yesNo("Do not check the certificate of the server"),
  databricks_host: optional(text("Databricks workspace, where the server is Databricks")),
});

const trackerFlavor: Flavor<"experiment_tracker"> = {
  name: "mlflow",
  type: "experiment_tracker",
  description: "Tracks experiments with MLflow: in a folder of this machine, or on its server.",
  local: true,
  config: TrackerConfig,
  heeds: { own: TrackerSettings },
  place: ({ tracking_uri }) => ({ local: isFolder(tracking_uri), remote: false }),
  load: async (config, context) => {
    const { openTracker } = await import("./open-tracker.js");
    return openTracker(TrackerConfig.parse(config), context);
  },
};

export const flavors: readonly Flavor[] = [
  trackerFlavor,
  {
    name: "mlflow",
    type: "model_deployer",
    description: "Serves models with MLflow on this machine.",
    local: true,
    config: z.strictObject({
      service_path: withDefault(text("Folder for the state of the servers"), ""),
    }),
  },
];
