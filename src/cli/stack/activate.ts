import type { Stack } from "../../domain/entities/stack.js";
import type { Session } from "../../sdk/session.js";
import { setActiveStack } from "../../sdk/stacks/set-active-stack.js";
import type { Context } from "../framework/context.js";

/** Makes a stack the active one and resolves to the sentence that says so. */
export async function activate(
  stack: Stack,
  session: Session,
  { output }: Context,
  global = false,
): Promise<string> {
  const { warnings } = await setActiveStack(session, stack, { global });
  warnings.forEach((warning) => output.warn(warning));
  return `Active ${global ? "global " : ""}stack set to: '${stack.name}'`;
}
