// A stack as a run needs it: its required components, looked up and described, all problems at once.
import type { Component, ComponentType } from "../domain/entities/component.js";
import type { Stack } from "../domain/entities/stack.js";
import { ZenError } from "../domain/errors.js";
import type { ComponentDescription } from "./open-component.js";

/** Kinds that every stack must have. */
export const REQUIRED_COMPONENTS = [
  "orchestrator",
  "artifact_store",
] as const satisfies readonly ComponentType[];

export interface DescribedStack {
  readonly id: string;
  readonly name: string;
  readonly orchestrator: ComponentDescription;
  readonly artifactStore: ComponentDescription;
}

export interface DescribeStackOptions {
  readonly findComponent: (id: string) => Promise<Component | undefined>;
  /** The folder of this machine that a component may keep files in. */
  readonly localFolder: (componentId: string) => string;
}

/** Errors: `stack_invalid`, naming every kind that is missing and every component that is gone. */
export async function describeStack(
  stack: Stack,
  options: DescribeStackOptions,
): Promise<DescribedStack> {
  const problems: string[] = [];
  const describe = async (
    type: (typeof REQUIRED_COMPONENTS)[number],
  ): Promise<ComponentDescription | undefined> => {
    const reference = stack.components[type];
    if (reference === undefined) {
      problems.push(`it has no ${type}`);
      return undefined;
    }
    const component = await options.findComponent(reference.id);
    if (component === undefined) {
      problems.push(`its ${type} '${reference.name}' does not exist any more`);
      return undefined;
    }
    return {
      flavor: component.flavor,
      configuration: component.configuration,
      context: {
        id: component.id,
        name: component.name,
        localFolder: options.localFolder(component.id),
      },
    };
  };
  const [orchestrator, artifactStore] = await Promise.all(REQUIRED_COMPONENTS.map(describe));
  if (orchestrator !== undefined && artifactStore !== undefined) {
    return { id: stack.id, name: stack.name, orchestrator, artifactStore };
  }
  throw new ZenError(
    "stack_invalid",
    `The stack '${stack.name}' cannot run pipelines: ${problems.join("; ")}.`,
    {
      hint: `zenml stack describe ${stack.name}`,
      details: { problems },
    },
  );
}
