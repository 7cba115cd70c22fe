import type { Handler } from "../framework/command.js";
import type { getSpec } from "./specs.js";

export const handler: Handler<typeof getSpec> = async (_args, _flags, context) => {
  const { store, user: active, settings } = await context.openSession();
  // Whom a token belongs to, the server says.
  const user = (await store.users.find(active.id)) ?? active;
  const { source, origin } = settings.user;
  await context.output.answer(`Active user: '${user.name}'`, {
    id: user.id,
    name: user.name,
    source,
    origin,
  });
};
