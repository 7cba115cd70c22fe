// Whether the steps of a stack and the server that is to record them can get at each other.
import { kindLabel } from "../../domain/component-types.js";
import { ZenError } from "../../domain/errors.js";
import type { Component } from "../../domain/entities/component.js";
import type { Stack } from "../../domain/entities/stack.js";
import { placeOf } from "../../stack/flavor.js";
import { lookUpFlavor } from "../flavors/look-up-flavor.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { FlavorPlace } from "../flavors/flavor-place.js";

const ENGINES = ["orchestrator", "step_operator"] as const;
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

interface StackPlace extends FlavorPlace {
  readonly store: ZenStore;
}

/**
 * What to tell about a server that is far from the steps; undefined: nothing.
 * Errors: `stack_invalid` for steps on other machines, which do not reach a server of this one.
 */
export async function checkServerReach(
  stack: Stack,
  place: StackPlace,
): Promise<string | undefined> {
  const { store } = place;
  if (store.server === undefined) return undefined;
  const isLocalServer = LOOPBACK.test(new URL(store.url).hostname);
  const remote = await remoteEngine(stack, place);
  if (isLocalServer && remote !== undefined) throw outOfReach(stack, remote, store.url);
  if (isLocalServer || remote !== undefined) return undefined;
  return (
    `The steps run on this machine and are recorded on the server ${store.server.host}: ` +
    "each of them waits for the network. An orchestrator near the server takes less time."
  );
}

async function remoteEngine(stack: Stack, place: StackPlace): Promise<Component | undefined> {
  for (const type of ENGINES) {
    const reference = stack.components[type];
    const component =
      reference === undefined ? undefined : await place.store.components.find(reference.id);
    if (component === undefined) continue;
    const flavor = await lookUpFlavor(place, type, component.flavor);
    if (placeOf(flavor, component.configuration).remote) return component;
  }
  return undefined;
}

function outOfReach(stack: Stack, { type, name }: Component, url: string): ZenError {
  return new ZenError(
    "stack_invalid",
    `The ${kindLabel(type)} '${name}' of the stack '${stack.name}' runs steps on other machines, ` +
      `which do not reach the local ZenML server (${url}): it cannot record them.`,
    {
      hint: "Connect to a server that they reach: zenml connect --url URL; or take another stack: --stack NAME",
    },
  );
}
