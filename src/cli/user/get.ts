import type { Handler } from "../framework/command.js";
import type { getSpec } from "./specs.js";

export const handler: Handler<typeof getSpec> = async (_args, _flags, context) => {
  const { user, settings } = await context.openSession();
  const { source, origin } = settings.user;
  await context.output.answer(`Active user: '${user.name}'`, { ...user, source, origin });
};
