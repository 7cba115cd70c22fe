import type { Stack } from "../../domain/entities/stack.js";
import { checkRegisteredStack } from "../../sdk/stacks/check-registered-stack.js";
import { registerStack } from "../../sdk/stacks/register-stack.js";
import type { Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { activate } from "./activate.js";
import { ofEachKind } from "./component-flags.js";
import { noticeMetadataStore } from "./metadata-store-notice.js";
import { offerToShare } from "./offer-to-share.js";
import type { registerSpec } from "./specs.js";
import { warnOfProblems } from "./warn-of-problems.js";

export const handler: Handler<typeof registerSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const { output } = context;
  noticeMetadataStore(flags, output);
  const isOffered = flags.share && session.store.server !== undefined;
  const options = { shared: flags.share && !isOffered };
  const made = await registerStack(session, args.stack, ofEachKind(flags), options);
  const stack = isOffered ? await sharedOrGone(made, flags, context) : made;
  if (stack === undefined) return 1;
  output.notice(`Registered stack with name '${stack.name}'.`);
  const said = [`Stack '${stack.name}' successfully registered!`];
  if (flags.set) said.push(await activate(stack, session, context));
  await output.answer(said.join("\n"), stack);
  warnOfProblems(stack, await checkRegisteredStack(session, stack), output);
  return 0;
};

/** A stack that was to be shared and cannot be leaves nothing behind. */
async function sharedOrGone(
  made: Stack,
  flags: { readonly yes: boolean },
  context: Context,
): Promise<Stack | undefined> {
  let shared: Stack | undefined;
  try {
    shared = await offerToShare(made, flags, context);
  } finally {
    if (shared === undefined) await (await context.openSession()).store.stacks.delete(made.id);
  }
  return shared;
}
