// The Slack integration: only what its flavors are configured with.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, secret, text } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "slack",
    type: "alerter",
    description: "Sends messages to a Slack channel.",
    local: false,
    remote: false,
    config: z.strictObject({
      slack_token: secret("Token of the Slack app"),
      default_slack_channel_id: optional(
        text("Id of the channel that messages go to when a step names none"),
      ),
    }),
  },
];
