import { kindLabel } from "../../domain/component-types.js";
import { secretReferences } from "../../stack/resolve-secrets.js";
import type { EntityStores } from "../../store/zen-store.js";

/** The components whose configurations refer to a secret, as sentences name them. */
export async function componentsReferring(
  store: Pick<EntityStores, "components">,
  secret: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { type, name, configuration } of store.components.all()) {
    const isReferring = secretReferences(configuration).some((one) => one.secret === secret);
    if (isReferring) found.push(`${kindLabel(type)} '${name}'`);
  }
  return found;
}
