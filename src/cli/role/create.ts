import { Roles } from "../../sdk/roles/roles.js";
import type { Handler } from "../framework/command.js";
import type { createSpec } from "./specs.js";

export const handler: Handler<typeof createSpec> = async (args, flags, context) => {
  const roles = new Roles(await context.openSession());
  const permissions = flags.permission.length === 0 ? ["read:*"] : flags.permission;
  const role = await roles.create(args.role, permissions);
  const rights = role.permissions.join(", ");
  await context.output.answer(`Created role '${role.name}' (${rights}).`, role);
};
