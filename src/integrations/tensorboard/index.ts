// The TensorBoard integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, text, whole, withDefault } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "tensorboard",
    type: "experiment_tracker",
    description: "Writes event files that TensorBoard shows.",
    local: true,
    config: z.strictObject({
      log_dir: optional(text("Folder of the event files; default: one beside the artifacts")),
      port: withDefault(whole("Port of TensorBoard on this machine"), 6006),
    }),
  },
];
