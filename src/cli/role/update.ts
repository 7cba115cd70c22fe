import { ZenError } from "../../domain/errors.js";
import { Roles } from "../../sdk/roles/roles.js";
import { needServer } from "../../sdk/people/ask-server.js";
import type { Handler } from "../framework/command.js";
import type { updateSpec } from "./specs.js";

export const handler: Handler<typeof updateSpec> = async (args, { name, permission }, context) => {
  if (name === undefined && permission.length === 0) {
    throw new ZenError("invalid_argument", "There is nothing to change.", {
      hint: "Give --name or --permission.",
    });
  }
  const session = await context.openSession();
  needServer(session, "roles");
  const roles = new Roles(session);
  const { id } = await roles.get(args.role);
  const role = await roles.update(id, {
    ...(name !== undefined && { name }),
    ...(permission.length > 0 && { permissions: [...permission] }),
  });
  await context.output.answer(`Updated role '${role.name}'.`, role);
};
