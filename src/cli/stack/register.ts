import { checkRegisteredStack } from "../../sdk/stacks/check-registered-stack.js";
import { registerStack } from "../../sdk/stacks/register-stack.js";
import type { Handler } from "../framework/command.js";
import { activate } from "./activate.js";
import { ofEachKind } from "./component-flags.js";
import { noticeMetadataStore } from "./metadata-store-notice.js";
import type { registerSpec } from "./specs.js";
import { warnOfProblems } from "./warn-of-problems.js";

export const handler: Handler<typeof registerSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const { output } = context;
  noticeMetadataStore(flags, output);
  const options = { shared: flags.share };
  const stack = await registerStack(session, args.stack, ofEachKind(flags), options);
  output.notice(`Registered stack with name '${stack.name}'.`);
  const said = [`Stack '${stack.name}' successfully registered!`];
  if (flags.set) said.push(await activate(stack, session, context));
  await output.answer(said.join("\n"), stack);
  warnOfProblems(stack, await checkRegisteredStack(session, stack), output);
};
