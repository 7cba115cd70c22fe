// The HashiCorp Vault integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, text } from "../../stack/schema/fields.js";
import { secretScope } from "../../stack/schema/secret-scope.js";

export const flavors: readonly Flavor[] = [
  {
    name: "vault",
    type: "secrets_manager",
    description: "Keeps secrets in HashiCorp Vault.",
    local: false,
    remote: false,
    config: z.strictObject({
      ...secretScope,
      url: text("Address of the server"),
      token: text("Token to log in with"),
      mount_point: text("Path that the key-value engine is mounted at"),
      cert: optional(text("File with a client certificate")),
      verify: optional(text("File with the certificates to trust")),
    }),
  },
];
