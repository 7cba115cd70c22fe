import { kindLabel } from "../../domain/component-types.js";
import type { Stack } from "../../domain/entities/stack.js";
import { shareStack, unsharedComponents } from "../../sdk/sharing/share-stack.js";
import type { Context } from "../framework/context.js";

/** Shares a stack with its components, having asked for these; undefined: they are not to be. */
export async function offerToShare(
  stack: Stack,
  flags: { readonly yes: boolean },
  context: Context,
): Promise<Stack | undefined> {
  const session = await context.openSession();
  const unshared = await unsharedComponents(session, stack);
  if (unshared.length > 0) {
    const names = unshared.map(({ type, name }) => `${kindLabel(type)} '${name}'`).join(", ");
    const question = `The stack '${stack.name}' is of use to others with its components only, and these are not shared: ${names}. Share them too?`;
    if (!(await context.confirm(question, flags))) return undefined;
  }
  return shareStack(session, stack);
}
