import type { Handler } from "../framework/command.js";
import type { createSpec } from "./specs.js";

export const handler: Handler<typeof createSpec> = async ({ name }, _flags, context) => {
  const { store } = await context.openSession();
  const user = await store.users.create({ name });
  await context.output.answer(`User '${name}' successfully created.`, user);
};
