import type { ZenStore } from "../../store/zen-store.js";
import { addStack } from "./add-stack.js";
import type { AddedStack } from "./add-stack.js";
import { readComponents } from "./read-components.js";

/**
 * A stack of the same components under another name, also from one profile's store to another's.
 * Errors: `not_found`, `ambiguous`, `entity_exists`; all problems at once, and nothing is written then.
 * @param reference name, id or id prefix
 */
export async function copyStack(
  source: ZenStore,
  target: ZenStore,
  reference: string,
  name: string,
): Promise<AddedStack> {
  const stack = await source.stacks.get(reference);
  const subject = `The stack '${stack.name}' cannot be copied`;
  const components = await readComponents(source, stack, subject);
  const documents = components.map(({ type, name: called, flavor, configuration }) => [
    type,
    { name: called, flavor, configuration },
  ]);
  return addStack(target, name, Object.fromEntries(documents), subject);
}
