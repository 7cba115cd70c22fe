import { Client } from "../../sdk/client.js";
import type { Handler } from "../framework/command.js";
import type { untagSpec } from "./specs.js";

export const handler: Handler<typeof untagSpec> = async (args, _flags, context) => {
  const client = Client.of(await context.openSession());
  const { id } = await client.artifacts.get(args.artifact);
  const tags = await client.artifacts.untag(id, args.tags);
  const left = tags.length === 0 ? "none" : tags.join(", ");
  const value = { artifact: args.artifact, tags };
  await context.output.answer(`Tags of '${args.artifact}': ${left}`, value);
};
