import { Tokens } from "../../sdk/tokens/tokens.js";
import type { Handler } from "../framework/command.js";
import type { revokeSpec } from "./specs.js";

export const handler: Handler<typeof revokeSpec> = async (args, flags, context) => {
  const tokens = new Tokens(await context.openSession());
  const { id, name } = await tokens.find(args.token, flags.user);
  const question = `Are you sure you want to revoke the API token '${name}'?`;
  if (!(await context.confirm(question, flags))) return 1;
  await tokens.revoke(id, flags.user);
  await context.output.answer(`Revoked API token '${name}'.`, { id, name });
  return 0;
};
