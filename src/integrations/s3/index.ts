// The S3 integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, options, secret, text, textLike } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "s3",
    type: "artifact_store",
    description: "Keeps artifacts in a bucket of S3, or of a service that speaks its protocol.",
    local: false,
    remote: true,
    config: z.strictObject({
      authentication_secret: optional(text("Name of the secret to log in with")),
      path: textLike(/^s3:\/\//, "begins with s3://", "Where artifacts go: s3://bucket/folder"),
      key: optional(secret("Access key id")),
      secret: optional(secret("Secret access key")),
      token: optional(secret("Session token")),
      client_kwargs: optional(options("Options of the client, e.g. endpoint_url")),
      config_kwargs: optional(options("Options of the connection")),
      s3_additional_kwargs: optional(options("Options of each request")),
    }),
  },
];
