import { Client } from "../../sdk/client.js";
import type { Handler } from "../framework/command.js";
import type { tagSpec } from "./specs.js";

export const handler: Handler<typeof tagSpec> = async (args, _flags, context) => {
  const client = Client.of(await context.openSession());
  const tags = await client.artifacts.tag(args.artifact, args.tags);
  const value = { artifact: args.artifact, tags };
  await context.output.answer(`Tags of '${args.artifact}': ${tags.join(", ")}`, value);
};
