// The Deepchecks integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";

export const flavors: readonly Flavor[] = [
  {
    name: "deepchecks",
    type: "data_validator",
    description: "Validates data and models with Deepchecks.",
    local: false,
    remote: false,
    config: z.strictObject({}),
  },
];
