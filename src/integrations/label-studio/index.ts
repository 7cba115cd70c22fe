// The Label Studio integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, text, whole, withDefault } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "label_studio",
    type: "annotator",
    description: "Annotates data with Label Studio.",
    local: false,
    remote: false,
    config: z.strictObject({
      authentication_secret: optional(text("Name of the secret that holds the API key")),
      port: withDefault(whole("Port of the annotation interface on this machine"), 8093),
    }),
  },
];
