import type { Stack } from "../../domain/entities/stack.js";
import { checkStack } from "../../stack/check-stack.js";
import type { CheckedStack } from "../../stack/check-stack.js";
import type { ZenStore } from "../../store/zen-store.js";

/** What keeps pipelines from running on a stack of this store. */
export function checkRegisteredStack(
  { store }: { readonly store: ZenStore },
  stack: Stack,
): Promise<CheckedStack> {
  return checkStack(stack, { findComponent: (id) => store.components.find(id) });
}
