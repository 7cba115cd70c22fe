import type { Handler } from "../framework/command.js";
import { openSecrets } from "./open-secrets.js";
import type { cleanupSpec } from "./specs.js";

export const handler: Handler<ReturnType<typeof cleanupSpec>> = async (_args, flags, context) => {
  const secrets = await openSecrets(context);
  const { length } = await secrets.list();
  const question = `This will delete all ${length} secrets. Are you sure you want to proceed?`;
  if (!(await context.confirm(question, { yes: flags.yes || flags.force }))) return 1;
  const names = await secrets.deleteAll();
  await context.output.answer("Deleted all secrets.", names);
  return 0;
};
