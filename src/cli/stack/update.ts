import { checkRegisteredStack } from "../../sdk/stacks/check-registered-stack.js";
import { updateStack } from "../../sdk/stacks/update-stack.js";
import type { Handler } from "../framework/command.js";
import { chosenStack } from "./chosen-stack.js";
import { ofEachKind } from "./component-flags.js";
import { noticeMetadataStore } from "./metadata-store-notice.js";
import type { updateSpec } from "./specs.js";
import { warnOfProblems } from "./warn-of-problems.js";

export const handler: Handler<typeof updateSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const { output } = context;
  noticeMetadataStore(flags, output);
  const { id } = await chosenStack(session, args.stack);
  const stack = await updateStack(session, id, { components: ofEachKind(flags) });
  output.notice(`Updated stack with name '${stack.name}'.`);
  await output.answer(`Stack \`${stack.name}\` successfully updated!`, stack);
  warnOfProblems(stack, await checkRegisteredStack(session, stack), output);
};
