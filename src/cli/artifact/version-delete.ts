import { Client } from "../../sdk/client.js";
import type { Handler } from "../framework/command.js";
import type { versionDeleteSpec } from "./specs.js";

export const handler: Handler<typeof versionDeleteSpec> = async (args, flags, context) => {
  const client = Client.of(await context.openSession());
  const question = `Are you sure you want to delete artifact version \`${args.version}\`?`;
  if (!(await context.confirm(question, flags))) return 1;
  const { id, name, version, artifact_id } = await client.artifacts.deleteVersion(args.version);
  const value = { id, name, version, artifact_id };
  await context.output.answer(`Deleted artifact version \`${name}:${version}\`.`, value);
  return 0;
};
