import { componentsReferring } from "../../sdk/secrets/components-referring.js";
import type { Handler } from "../framework/command.js";
import { openSecrets } from "./open-secrets.js";
import type { deleteSpec } from "./specs.js";

export const handler: Handler<ReturnType<typeof deleteSpec>> = async (args, flags, context) => {
  const { name } = args;
  const secrets = await openSecrets(context);
  await secrets.get(name);
  const { store } = await context.openSession();
  const referring = await componentsReferring(store, name);
  if (referring.length > 0) {
    context.output.warn(`Stack components refer to it: ${referring.join(", ")}.`);
  }
  const question =
    `This will delete all data associated with the \`${name}\` secret. ` +
    "Are you sure you want to proceed?";
  if (!(await context.confirm(question, flags))) return 1;
  await secrets.delete(name);
  await context.output.answer(`Deleted secret \`${name}\`.`, { name });
  return 0;
};
