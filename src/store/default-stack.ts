// The stack that every user and every project begins with: it runs and stores on whichever machine uses it.
import type { Create } from "../domain/change.js";
import type { Component } from "../domain/entities/component.js";

export const DEFAULT_NAME = "default";

export interface Source {
  readonly now: () => string;
  readonly newId: () => string;
}

/** Of whom, and where. */
export interface StackOwner {
  readonly project_id: string;
  readonly user_id: string;
}

export type StackPart = Create<"component"> | Create<"stack">;

/** `there`: what of it exists already and is used as it is. Parts come before what is made of them. */
export function defaultStack(
  owner: StackOwner,
  source: Source,
  there: readonly Component[] = [],
): readonly StackPart[] {
  const created = source.now();
  const { project_id, user_id } = owner;
  const base = () => ({
    id: source.newId(),
    created,
    updated: created,
    name: DEFAULT_NAME,
    project_id,
    user_id,
    shared: false,
  });
  const parts: StackPart[] = [];
  const reference = (type: Component["type"]) => {
    const known = there.find((one) => one.type === type);
    const entity = known ?? { ...base(), type, flavor: "local", configuration: {} };
    if (known === undefined) parts.push({ op: "create", resource: "component", entity });
    return { id: entity.id, name: entity.name };
  };
  const components = {
    orchestrator: reference("orchestrator"),
    artifact_store: reference("artifact_store"),
  };
  return [...parts, { op: "create", resource: "stack", entity: { ...base(), components } }];
}
