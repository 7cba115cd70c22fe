// Changes a stack as it was read: what somebody else changed meanwhile is never written over.
import type { Stack } from "../../domain/entities/stack.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";

/** What may be changed of a stack. */
export type StackSet = Partial<Pick<Stack, "name" | "shared" | "components">>;

const ATTEMPTS = 10;

/**
 * Reads the stack again and asks `change` again when it was changed meanwhile, so that two people who
 * change different things lose nothing. Errors: `not_found`, `entity_exists`, what `change` throws.
 */
export async function changeStack(
  store: ZenStore,
  id: string,
  change: (stack: Stack) => Promise<StackSet> | StackSet,
): Promise<Stack> {
  for (let attempt = 1; ; attempt++) {
    const before = await store.stacks.get(id);
    const set = { ...(await change(before)), updated: after(before.updated) };
    const expect = { name: [before.name], updated: [before.updated] };
    try {
      return await store.stacks.update(id, set, { expect });
    } catch (error) {
      if (!isZenError(error, "conflict")) throw error;
      if (attempt === ATTEMPTS) throw stillChanging(before, error);
    }
  }
}

/** Now, and never the same as before, so that no change goes unnoticed. */
function after(before: string): string {
  return new Date(Math.max(Date.now(), Date.parse(before) + 1)).toISOString();
}

function stillChanging(stack: Stack, cause: unknown): ZenError {
  return new ZenError("conflict", `Others keep changing the stack '${stack.name}'.`, {
    hint: "Try again in a moment.",
    cause,
  });
}
