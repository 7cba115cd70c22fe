// A stack as a run needs it: checked, and its required components described.
import type { Component, ComponentType } from "../domain/entities/component.js";
import type { Stack } from "../domain/entities/stack.js";
import { ZenError } from "../domain/errors.js";
import { checkStack } from "./check-stack.js";
import type { CheckStackOptions, StackProblem } from "./check-stack.js";
import type { ComponentDescription } from "./open-component.js";

export interface DescribedStack {
  readonly id: string;
  readonly name: string;
  readonly orchestrator: ComponentDescription;
  readonly artifactStore: ComponentDescription;
  /** What steps may choose; absent where the stack has none. */
  readonly stepOperator?: ComponentDescription | undefined;
  readonly experimentTracker?: ComponentDescription | undefined;
}

export interface DescribeStackOptions extends CheckStackOptions {
  /** The folder of this machine that a component may keep files in. */
  readonly localFolder: (componentId: string) => string;
}

/** Errors: `stack_invalid`, naming everything that keeps pipelines from running on it. */
export async function describeStack(
  stack: Stack,
  options: DescribeStackOptions,
): Promise<DescribedStack> {
  const { components, problems } = await checkStack(stack, options);
  const orchestrator = components.get("orchestrator");
  const artifactStore = components.get("artifact_store");
  if (problems.length > 0 || orchestrator === undefined || artifactStore === undefined) {
    throw stackInvalid(stack, problems);
  }
  const { id, name } = stack;
  const chosen = (type: ComponentType): ComponentDescription | undefined => {
    const component = components.get(type);
    return component === undefined ? undefined : describe(component, options);
  };
  return {
    id,
    name,
    orchestrator: describe(orchestrator, options),
    artifactStore: describe(artifactStore, options),
    stepOperator: chosen("step_operator"),
    experimentTracker: chosen("experiment_tracker"),
  };
}

function describe(component: Component, options: DescribeStackOptions): ComponentDescription {
  const { id, name, flavor, configuration } = component;
  return {
    flavor,
    configuration,
    context: { id, name, localFolder: options.localFolder(id) },
  };
}

function stackInvalid({ name }: Stack, problems: readonly StackProblem[]): ZenError {
  const texts = problems.map(({ text }) => text);
  return new ZenError(
    "stack_invalid",
    `The stack '${name}' cannot run pipelines: ${texts.join("; ")}.`,
    {
      hint: problems[0]?.hint,
      details: { problems: texts },
    },
  );
}
