import { Client } from "../../sdk/client.js";
import type { Handler } from "../framework/command.js";
import type { deleteSpec } from "./specs.js";

export const handler: Handler<typeof deleteSpec> = async (args, flags, context) => {
  const client = Client.of(await context.openSession());
  const { id, name } = await client.artifacts.get(args.artifact);
  const question =
    `Are you sure you want to delete artifact \`${name}\` (${id})? ` +
    "Steps that it served are computed again.";
  if (!(await context.confirm(question, flags))) return 1;
  await client.artifacts.delete(id);
  await context.output.answer(`Deleted artifact \`${name}\`.`, { id, name });
  context.output.notice("Its bytes go with the next 'zenml artifact prune'.");
  return 0;
};
