import { deletableUser, deleteUser } from "../../sdk/users/delete-user.js";
import type { Handler } from "../framework/command.js";
import type { deleteSpec } from "./specs.js";

export const handler: Handler<typeof deleteSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const { id, name } = await deletableUser(session, args.user);
  const question = `Are you sure you want to delete user '${name}'? What they own stays.`;
  if (!(await context.confirm(question, flags))) return 1;
  await deleteUser(session, id);
  await context.output.answer(`Deleted user '${name}'.`, { id, name });
  return 0;
};
