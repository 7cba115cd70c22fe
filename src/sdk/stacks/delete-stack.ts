import type { Stack } from "../../domain/entities/stack.js";
import { ZenError } from "../../domain/errors.js";
import type { Session } from "../session.js";
import { belongsToAnother } from "../sharing/belongs-to-another.js";
import { settingsNaming } from "./stack-settings.js";
import type { StackSetting } from "./stack-settings.js";

/**
 * The stack, if nothing that this machine knows of would miss it; of another's, the server decides. Errors:
 * `not_found`, `ambiguous`, `in_use` while settings name it as the active one.
 * @param reference name, id or id prefix
 */
export async function deletableStack(
  session: Pick<Session, "store" | "settings" | "project">,
  reference: string,
): Promise<Stack> {
  const stack = await session.store.stacks.get(reference);
  if (belongsToAnother(session.store, stack)) return stack;
  const [first, ...others] = await settingsNaming(session, [stack.name, stack.id]);
  if (first === undefined) return stack;
  const said = [first, ...others].map(({ source, origin }) => `${WORDS[source]} (${origin})`);
  throw new ZenError(
    "in_use",
    `The stack '${stack.name}' cannot be deleted while it is active ${said.join(" and ")}.`,
    { hint: wayOut(first), details: { settings: [first, ...others] } },
  );
}

/** Its components stay. Errors: as `deletableStack`. */
export async function deleteStack(
  session: Pick<Session, "store" | "settings" | "project">,
  reference: string,
): Promise<Stack> {
  const stack = await deletableStack(session, reference);
  await session.store.stacks.delete(stack.id);
  return stack;
}

const WORDS: Record<StackSetting["source"], string> = {
  environment: "in the environment",
  repository: "in this repository",
  global: "globally",
};

function wayOut({ source, origin }: StackSetting): string {
  if (source === "environment") return `unset ${origin}`;
  const flag = source === "global" ? " --global" : "";
  return `Choose another one first: zenml stack set${flag} STACK`;
}
