// The whylogs integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, text } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "whylogs",
    type: "data_validator",
    description: "Profiles data with whylogs.",
    local: false,
    remote: false,
    config: z.strictObject({
      authentication_secret: optional(text("Name of the secret to log in to WhyLabs with")),
    }),
  },
];
