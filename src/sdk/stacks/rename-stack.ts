import type { Stack } from "../../domain/entities/stack.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { Session } from "../session.js";
import { changeStack } from "./change-stack.js";
import { throwStackProblems } from "./stack-error.js";
import { stackNameProblems } from "./stack-name.js";
import { renameInSettings } from "./stack-settings.js";

/**
 * Settings of this machine that name the stack follow it. Errors: `not_found`, `entity_exists`,
 * `invalid_input`, `conflict` when somebody else gave it another name at the same time.
 * @param reference name, id or id prefix
 */
export async function renameStack(
  session: Pick<Session, "store" | "settings" | "project">,
  reference: string,
  name: string,
): Promise<Stack> {
  const { store } = session;
  const before = await store.stacks.get(reference);
  if (before.name === name) return before;
  const subject = `The stack '${before.name}' cannot be renamed`;
  throwStackProblems(subject, await stackNameProblems(store, name));
  const renamed = await changeStack(store, before.id, (now) => {
    if (now.name === before.name) return { name };
    throw new ZenError("conflict", `${subject}: somebody else just called it '${now.name}'.`, {
      hint: `zenml stack rename ${now.name} ${name}`,
    });
  }).catch((error: unknown) => {
    // Taken by another process since it was looked up.
    if (!isZenError(error, "entity_exists")) throw error;
    throw new ZenError("entity_exists", `${subject}: there is already a stack named '${name}'.`, {
      hint: "Choose another name.",
      cause: error,
    });
  });
  await renameInSettings(session, before.name, name);
  return renamed;
}
