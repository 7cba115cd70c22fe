import type { Stack } from "../../domain/entities/stack.js";
import type { Session } from "../../sdk/session.js";

/** The stack that is named, else the active one. */
export function chosenStack(session: Session, reference: string | undefined): Promise<Stack> {
  return reference === undefined ? session.activeStack() : session.store.stacks.get(reference);
}
