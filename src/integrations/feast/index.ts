// The Feast integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { text, whole, withDefault } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "feast",
    type: "feature_store",
    description: "Reads features from a Feast repository.",
    local: true,
    config: z.strictObject({
      online_host: withDefault(text("Host of the online store"), "localhost"),
      online_port: withDefault(whole("Port of the online store"), 6379),
      feast_repo: text("Folder of the Feast repository"),
    }),
    place: ({ online_host = "localhost" }) => ({
      local: online_host === "localhost" || online_host === "127.0.0.1",
      remote: false,
    }),
  },
];
