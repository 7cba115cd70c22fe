import { ZenError } from "../../domain/errors.js";
import { renameStack } from "../../sdk/stacks/rename-stack.js";
import type { Handler } from "../framework/command.js";
import { chosenStack } from "./chosen-stack.js";
import type { renameSpec } from "./specs.js";

export const handler: Handler<typeof renameSpec> = async (args, _flags, context) => {
  // One name alone is the new one.
  const [reference, name] =
    args.newName === undefined ? [undefined, args.stack] : [args.stack, args.newName];
  if (name === undefined) {
    throw new ZenError("invalid_argument", "zenml stack rename: NEW-NAME is missing", {
      hint: "zenml stack rename STACK NEW-NAME",
    });
  }
  const session = await context.openSession();
  const { output } = context;
  const before = await chosenStack(session, reference);
  const stack = await renameStack(session, before.id, name);
  const { source, origin, value } = session.settings.stack;
  if (source === "environment" && value === before.name && name !== before.name) {
    output.warn(`${origin} still names '${before.name}': export ${origin}='${name}'`);
  }
  output.notice(`Updated stack with name '${before.name}'.`);
  await output.answer(`Stack \`${before.name}\` successfully renamed as \`${name}\`!`, stack);
};
