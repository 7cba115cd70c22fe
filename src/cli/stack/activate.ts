import type { Stack } from "../../domain/entities/stack.js";
import { setActive } from "../../sdk/session/set-active.js";
import type { Session } from "../../sdk/session.js";
import type { Context } from "../framework/context.js";

/** Makes a stack the active one and resolves to the sentence that says so. */
export async function activate(
  { name }: Stack,
  { settings }: Session,
  { output }: Context,
  global = false,
): Promise<string> {
  const { warnings } = await setActive({ kind: "stack", name, global }, settings);
  warnings.forEach((warning) => output.warn(warning));
  return `Active ${global ? "global " : ""}stack set to: '${name}'`;
}
