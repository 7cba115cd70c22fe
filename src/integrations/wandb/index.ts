// The Weights & Biases integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, secret, text } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "wandb",
    type: "experiment_tracker",
    description: "Tracks experiments with Weights & Biases.",
    local: false,
    remote: false,
    config: z.strictObject({
      api_key: secret("API key to log in with"),
      entity: optional(text("User or team that runs belong to")),
      project_name: optional(text("Project that runs belong to")),
    }),
  },
];
