// What others could do nothing with is not shared: what a component keeps on one machine, people at other
// machines do not reach.
import { kindLabel } from "../../domain/component-types.js";
import type { Component } from "../../domain/entities/component.js";
import { ZenError } from "../../domain/errors.js";
import { placeOf } from "../../stack/flavor.js";
import { flavorPlace, lookUpFlavor } from "../flavors/look-up-flavor.js";
import type { Session } from "../session.js";

type Place = Pick<Session, "store" | "settings">;

export type Planned = Pick<Component, "type" | "name" | "flavor" | "configuration">;

/** Errors: `stack_invalid` naming each component that keeps things on this machine. `subject`: e.g. `stack 'x'`. */
export async function checkShareable(
  session: Place,
  subject: string,
  components: readonly Planned[],
): Promise<void> {
  const { store } = session;
  if (store.type !== "rest" || isLoopback(store.url)) return;
  const bound: Planned[] = [];
  for (const component of components) {
    if (await isBound(session, component)) bound.push(component);
  }
  if (bound.length === 0) return;
  const names = bound.map(({ type, name }) => `the ${kindLabel(type)} '${name}'`).join(" and ");
  throw new ZenError(
    "stack_invalid",
    `The ${subject} cannot be shared: what ${names} keeps lies on this machine, where the others who use ${new URL(store.url).host} do not reach it.`,
    {
      hint: "Share one whose parts all reach, e.g. with an artifact store in a bucket: zenml artifact-store flavor list",
      details: { components: bound.map(({ name }) => name) },
    },
  );
}

/** An orchestrator of this machine keeps nothing: it runs on whichever machine uses it. */
async function isBound(session: Place, { type, flavor, configuration }: Planned) {
  if (type === "orchestrator" || type === "step_operator") return false;
  const found = await lookUpFlavor(flavorPlace(session), type, flavor);
  const { local, remote } = placeOf(found, configuration);
  return local && !remote;
}

/** Whether everybody who reaches the server is at this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
