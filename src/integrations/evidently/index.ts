// The Evidently integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";

export const flavors: readonly Flavor[] = [
  {
    name: "evidently",
    type: "data_validator",
    description: "Profiles data and finds drift with Evidently.",
    local: false,
    remote: false,
    config: z.strictObject({}),
  },
];
