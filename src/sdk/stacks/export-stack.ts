import type { ZenStore } from "../../store/zen-store.js";
import { VERSION } from "../../util/version.js";
import { readComponents } from "./read-components.js";
import type { StackDocument } from "./stack-document.js";

/**
 * A stack with its components, to be kept in a file. Errors: `not_found`, `ambiguous`.
 * @param reference name, id or id prefix
 */
export async function exportStack(
  { store }: { readonly store: ZenStore },
  reference: string,
): Promise<StackDocument> {
  const stack = await store.stacks.get(reference);
  const subject = `The stack '${stack.name}' cannot be exported`;
  const components = await readComponents(store, stack, subject);
  const documents = components.map(({ type, name, flavor, configuration }) => [
    type,
    { name, flavor, configuration },
  ]);
  return {
    components: Object.fromEntries(documents),
    stack_name: stack.name,
    zenml_version: VERSION,
  };
}
