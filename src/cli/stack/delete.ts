import { deletableStack, deleteStack } from "../../sdk/stacks/delete-stack.js";
import type { Handler } from "../framework/command.js";
import type { deleteSpec } from "./specs.js";

export const handler: Handler<typeof deleteSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const { output } = context;
  const { id, name } = await deletableStack(session, args.stack);
  const question =
    `This will delete stack '${name}' from your repository.\n` +
    "Are you sure you want to proceed?";
  if (!(await context.confirm(question, flags))) return 1;
  await deleteStack(session, id);
  output.notice(`Deregistered stack with name '${name}'.`);
  await output.answer(`Deleted stack '${name}'.`, { id, name });
  return 0;
};
