import type { ActiveChange } from "../sdk/session/set-active.js";
import type { Context } from "./framework/context.js";

/** Says what is active from now on, and what else is set. */
export async function answerActive(
  { output }: Context,
  change: ActiveChange,
  asked: { readonly global: boolean },
): Promise<void> {
  const { kind, name, scope, file, warnings } = change;
  const subject = `Active ${asked.global ? "global " : ""}${kind}`;
  // Said in two ways by the old product: of profiles and of stacks.
  const verb = kind === "profile" ? "changed" : "set";
  await output.answer(`${subject} ${verb} to: '${name}'`, { [kind]: name, scope, file });
  warnings.forEach((warning) => output.warn(warning));
}
