// Components as they are opened for use: with the secrets that their configurations refer to.
import type { ComponentType } from "../../domain/entities/component.js";
import type { Stack } from "../../domain/entities/stack.js";
import type { ComponentDescription } from "../../stack/open-component.js";
import { resolveSecrets } from "../../stack/resolve-secrets.js";
import type { ConfiguredComponent } from "../../stack/resolve-secrets.js";
import { openSecrets } from "./open-secrets.js";
import type { SecretsPlace } from "./open-secrets.js";

export type TypedDescription = ComponentDescription & { readonly type: ComponentType };

/**
 * The descriptions, filled in, in their order; the secrets manager is only opened when one of them refers
 * to a secret. Errors: `stack_invalid`, naming all secrets that are missing.
 */
export async function resolveComponents(
  descriptions: readonly TypedDescription[],
  place: SecretsPlace,
  findStack: () => Promise<Pick<Stack, "name" | "components"> | undefined>,
): Promise<ComponentDescription[]> {
  const components = descriptions.map(({ type, context, configuration }): ConfiguredComponent => ({
    type,
    name: context.name,
    configuration,
  }));
  let opened: ReturnType<typeof openSecrets> | undefined;
  const configurations = await resolveSecrets(components, async (name) => {
    opened ??= findStack().then((stack) => openSecrets(place, stack));
    return (await opened).manager.get(name);
  });
  return descriptions.map(({ type: _type, ...description }, index) => ({
    ...description,
    configuration: configurations[index] ?? {},
  }));
}
