// The Great Expectations integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, options, text, yesNo } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "great_expectations",
    type: "data_validator",
    description: "Profiles and validates data with Great Expectations.",
    local: false,
    remote: false,
    config: z.strictObject({
      context_root_dir: optional(text("Folder of an existing data context")),
      context_config: optional(options("Configuration of a data context")),
      configure_zenml_stores: yesNo("Keep what Great Expectations writes in the artifact store"),
      configure_local_docs: yesNo("Build its documentation pages on this machine", true),
    }),
  },
];
