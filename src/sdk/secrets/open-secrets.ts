// Which secrets manager applies: the stack's, else the one that every profile has on this machine.
import type { Component } from "../../domain/entities/component.js";
import type { Stack } from "../../domain/entities/stack.js";
import { ZenError } from "../../domain/errors.js";
import { openSecretsManager } from "../../stack/open-component.js";
import { resolveSecrets, secretReferences } from "../../stack/resolve-secrets.js";
import type { SecretsManager } from "../../stack/secrets-manager.js";
import type { ZenStore } from "../../store/zen-store.js";
import { flavorPlace, withModule } from "../flavors/look-up-flavor.js";
import { componentFolder } from "../running/component-folder.js";
import { localMachine } from "../running/local-machine.js";
import type { Session } from "../session.js";

export interface SecretsPlace {
  readonly store: Pick<ZenStore, "components" | "flavors" | "scope">;
  /** Folder that the sources of own flavors are relative to. */
  readonly root: string;
  /** Folder of this machine for local bytes. */
  readonly localFolder: string;
  readonly env: NodeJS.ProcessEnv;
}

export function secretsPlace(
  session: Pick<Session, "store" | "settings" | "localFolder" | "env">,
): SecretsPlace {
  const { localFolder, env } = session;
  return { ...flavorPlace(session), store: session.store, localFolder, env };
}

export interface OpenedSecrets {
  readonly manager: SecretsManager;
  /** The stack's secrets manager; undefined for the profile's own. */
  readonly component: Pick<Component, "id" | "name"> | undefined;
}

/** Errors: `stack_invalid`, `flavor_unknown`. */
export async function openSecrets(
  place: SecretsPlace,
  stack: Pick<Stack, "name" | "components"> | undefined,
): Promise<OpenedSecrets> {
  const reference = stack?.components.secrets_manager;
  if (reference === undefined) return { manager: await openOwn(place), component: undefined };
  const component = await place.store.components.find(reference.id);
  if (component === undefined) throw goneError(stack?.name ?? "", reference.name);
  const { id, name, flavor } = component;
  const configuration = await configurationOf(component, place);
  const context = { id, name, localFolder: componentFolder(place.localFolder, id) };
  const description = await withModule(
    { flavor, configuration, context },
    "secrets_manager",
    place,
  );
  return { manager: await openSecretsManager(description, localMachine(place.env)), component };
}

/** What a secrets manager itself needs to be let in can only be kept outside it. */
async function configurationOf(
  component: Component,
  place: SecretsPlace,
): Promise<Component["configuration"]> {
  if (secretReferences(component.configuration).length === 0) return component.configuration;
  const own = await openOwn(place);
  const [configuration = {}] = await resolveSecrets([component], (name) => own.get(name));
  return configuration;
}

/** The profile's own: a file of this machine for each project, without anything to register. */
function openOwn({ store, localFolder, env }: SecretsPlace): Promise<SecretsManager> {
  const id = store.scope.project_id;
  const context = { id, name: "local", localFolder: componentFolder(localFolder, id) };
  return openSecretsManager({ flavor: "local", configuration: {}, context }, localMachine(env));
}

function goneError(stack: string, name: string): ZenError {
  return new ZenError(
    "stack_invalid",
    `The secrets manager '${name}' of the stack '${stack}' does not exist any more.`,
    { hint: `zenml stack update ${stack} --secrets-manager NAME` },
  );
}
