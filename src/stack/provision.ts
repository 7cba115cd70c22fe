// Starting and stopping what components need on this machine. A component whose implementation has
// nothing to start simply has no `up` and `down`.
import { COMPONENT_TYPES } from "../domain/component-types.js";
import type { Component, ComponentType } from "../domain/entities/component.js";
import type { Flavor } from "./flavor.js";
import { findFlavor } from "./flavors.js";

/** What an implementation has that keeps something running beside the pipelines, e.g. a server. */
export interface Provisionable {
  /** Starts what is not running; a clause for each thing, e.g. `started a registry on port 5000`. */
  up(): Promise<readonly string[]>;
  /** Stops what is running; with `remove` nothing is kept for the next start. */
  down(options: { readonly remove: boolean }): Promise<readonly string[]>;
}

export interface Provisioned {
  readonly type: ComponentType;
  readonly name: string;
  readonly flavor: string;
  /** What was done; empty where there was nothing to do. */
  readonly done: readonly string[];
}

export type ProvisionAction = { readonly verb: "up" } | { readonly verb: "down"; remove: boolean };

export interface ProvisionOptions {
  /** The folder of this machine that a component may keep files in. */
  readonly localFolder: (componentId: string) => string;
  /** Default: the registry. */
  readonly findFlavor?: (type: ComponentType, name: string) => Promise<Flavor>;
}

/** One component after the other, what others stand on first; down goes the other way round. */
export async function provision(
  components: readonly Component[],
  action: ProvisionAction,
  options: ProvisionOptions,
): Promise<readonly Provisioned[]> {
  const ordered = COMPONENT_TYPES.flatMap((type) => components.filter((one) => one.type === type));
  if (action.verb === "down") ordered.reverse();
  const all: Provisioned[] = [];
  for (const component of ordered) {
    const { type, name, flavor } = component;
    const opened = await openProvisionable(component, options);
    const done = action.verb === "up" ? await opened?.up() : await opened?.down(action);
    all.push({ type, name, flavor, done: done ?? [] });
  }
  return all;
}

/** Undefined where there is nothing that could be started. */
async function openProvisionable(
  { id, type, name, flavor: flavorName, configuration }: Component,
  options: ProvisionOptions,
): Promise<Provisionable | undefined> {
  const flavor = await (options.findFlavor ?? findFlavor)(type, flavorName);
  const context = { id, name, localFolder: options.localFolder(id) };
  const opened: unknown = await flavor.load?.(configuration, context);
  return isProvisionable(opened) ? opened : undefined;
}

function isProvisionable(value: unknown): value is Provisionable {
  if (typeof value !== "object" || value === null) return false;
  return ["up", "down"].every((name) => typeof Reflect.get(value, name) === "function");
}
