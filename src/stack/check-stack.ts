// Whether pipelines can run on a stack: everything that is wrong with it, before anything is started.
import {
  COMPONENT_TYPES,
  REQUIRED_COMPONENTS,
  kindLabel,
  kindWord,
} from "../domain/component-types.js";
import type { Component, ComponentType } from "../domain/entities/component.js";
import type { Stack } from "../domain/entities/stack.js";
import { isZenError } from "../domain/errors.js";
import { checkConfiguration } from "./check-configuration.js";
import { placeOf } from "./flavor.js";
import type { Flavor, Place } from "./flavor.js";
import { findFlavor } from "./flavors.js";

export interface StackProblem {
  /** A clause about the stack without a full stop: `it has no orchestrator`. */
  readonly text: string;
  /** What to type next. */
  readonly hint: string;
}

export interface CheckStackOptions {
  readonly findComponent: (id: string) => Promise<Component | undefined>;
  /** Default: the registry. Errors: `flavor_unknown`. */
  readonly findFlavor?: (type: ComponentType, name: string) => Promise<Flavor>;
}

export interface CheckedStack {
  /** Those that are there, by kind. */
  readonly components: ReadonlyMap<ComponentType, Component>;
  readonly problems: readonly StackProblem[];
}

export async function checkStack(stack: Stack, options: CheckStackOptions): Promise<CheckedStack> {
  const components = new Map<ComponentType, Component>();
  const flavors = new Map<ComponentType, Flavor>();
  const problems: StackProblem[] = [];
  for (const type of COMPONENT_TYPES) {
    const component = await referenced(stack, type, options);
    if (component === undefined) continue;
    if ("text" in component) {
      problems.push(component);
      continue;
    }
    components.set(type, component);
    const flavor = await flavorOf(component, options);
    if ("text" in flavor) {
      problems.push(flavor);
      continue;
    }
    flavors.set(type, flavor);
    problems.push(...configurationProblems(component, flavor));
  }
  return { components, problems: [...problems, ...unreachable(stack, components, flavors)] };
}

async function referenced(
  stack: Stack,
  type: ComponentType,
  { findComponent }: CheckStackOptions,
): Promise<Component | StackProblem | undefined> {
  const kind = kindLabel(type);
  const hint = `zenml stack update ${stack.name} --${kindWord(type)} NAME`;
  const reference = stack.components[type];
  if (reference === undefined) {
    const isNeeded = REQUIRED_COMPONENTS.some((required) => required === type);
    return isNeeded ? { text: `it has no ${kind}`, hint } : undefined;
  }
  const component = await findComponent(reference.id);
  if (component === undefined) {
    return { text: `its ${kind} '${reference.name}' does not exist any more`, hint };
  }
  if (component.type === type) return component;
  const found = kindLabel(component.type);
  return { text: `its ${kind} '${component.name}' is of the kind ${found}`, hint };
}

async function flavorOf(
  { type, name, flavor: flavorName }: Component,
  options: CheckStackOptions,
): Promise<Flavor | StackProblem> {
  const which = `its ${kindLabel(type)} '${name}'`;
  const hint = `zenml ${kindWord(type)} flavor list`;
  try {
    const flavor = await (options.findFlavor ?? findFlavor)(type, flavorName);
    if (flavor.load !== undefined) return flavor;
    const text = `${which} has the flavor '${flavorName}', which has no implementation yet`;
    return { text, hint };
  } catch (error) {
    if (!isZenError(error, "flavor_unknown")) throw error;
    return { text: `${which} has the unknown flavor '${flavorName}'`, hint: error.hint ?? hint };
  }
}

function configurationProblems(component: Component, flavor: Flavor): StackProblem[] {
  const { type, name, configuration } = component;
  // What fits costs nothing more: the words for what does not are made when they are needed.
  if (!("jsonSchema" in flavor.config) && flavor.config.safeParse(configuration).success) return [];
  return checkConfiguration(flavor, configuration).problems.map((problem) => ({
    text: `its ${kindLabel(type)} '${name}' is configured wrongly: ${problem}`,
    hint: `zenml ${kindWord(type)} flavor describe ${flavor.name}`,
  }));
}

/** Steps that run elsewhere can neither read nor write what lies on this machine. */
function unreachable(
  stack: Stack,
  components: ReadonlyMap<ComponentType, Component>,
  flavors: ReadonlyMap<ComponentType, Flavor>,
): StackProblem[] {
  const place = (type: ComponentType): Place | undefined => {
    const [flavor, component] = [flavors.get(type), components.get(type)];
    return flavor === undefined ? undefined : placeOf(flavor, component?.configuration);
  };
  const remote = (["orchestrator", "step_operator"] as const).find((type) => place(type)?.remote);
  if (remote === undefined || place("artifact_store")?.local !== true) return [];
  const nameOf = (type: ComponentType) =>
    `${kindLabel(type)} '${components.get(type)?.name ?? ""}'`;
  return [
    {
      text:
        `its ${nameOf(remote)} runs steps on other machines, ` +
        `which cannot reach the ${nameOf("artifact_store")} on this one`,
      hint: `Give it a remote artifact store: zenml stack update ${stack.name} -a NAME`,
    },
  ];
}
