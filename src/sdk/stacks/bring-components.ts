// Brings components into a store where others may have their names: the same one is used, another one
// of that name is left alone and ours gets a new name.
import { isDeepStrictEqual } from "node:util";
import type { Create } from "../../domain/change.js";
import type { Component, ComponentType } from "../../domain/entities/component.js";
import type { Stack } from "../../domain/entities/stack.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { ComponentDocument } from "./stack-document.js";

export interface BroughtComponent {
  readonly type: ComponentType;
  /** In the store that it was brought into. */
  readonly name: string;
  /** As it was called where it came from. */
  readonly originalName: string;
  /** False: one like it was there. */
  readonly created: boolean;
}

export interface BroughtComponents {
  readonly references: Stack["components"];
  readonly components: readonly BroughtComponent[];
  /** What has to be written. */
  readonly changes: readonly Create<"component">[];
}

export type TypedComponent = ComponentDocument & { readonly type: ComponentType };

export async function bringComponents(
  store: ZenStore,
  components: readonly TypedComponent[],
): Promise<BroughtComponents> {
  const references: Stack["components"] = {};
  const brought: BroughtComponent[] = [];
  const changes: Create<"component">[] = [];
  for (const component of components) {
    const { type, name: originalName } = component;
    const { name, found } = await placeFor(store, component);
    const entity = found ?? newComponent(store, { ...component, name });
    if (found === undefined) changes.push({ op: "create", resource: "component", entity });
    references[type] = { id: entity.id, name };
    brought.push({ type, name, originalName, created: found === undefined });
  }
  return { references, components: brought, changes };
}

/** `name`, `name_2`, `name_3`, …: the first that is free, or has the same component. */
async function placeFor(
  store: ZenStore,
  component: TypedComponent,
): Promise<{ readonly name: string; readonly found?: Component }> {
  const { type, flavor, configuration } = component;
  for (let number = 1; ; number++) {
    const name = number === 1 ? component.name : `${component.name}_${number}`;
    const { items } = await store.components.list({
      filters: [
        { field: "type", operator: "eq", value: type },
        { field: "name", operator: "eq", value: name },
      ],
      limit: 1,
    });
    const found = items[0];
    if (found === undefined) return { name };
    const isSame = found.flavor === flavor && isDeepStrictEqual(found.configuration, configuration);
    if (isSame) return { name, found };
  }
}

function newComponent(
  { scope }: ZenStore,
  { type, name, flavor, configuration }: TypedComponent,
): Component {
  const id = crypto.randomUUID();
  const now = new Date().toISOString();
  const base = { id, created: now, updated: now, ...scope, shared: false };
  return { ...base, name, type, flavor, configuration };
}
