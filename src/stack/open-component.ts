// Brings a registered component to life: its flavor, its checked configuration, its implementation.
import type { ArtifactStore } from "../artifacts/artifact-store.js";
import { kindLabel, kindWord } from "../domain/component-types.js";
import type { ComponentType } from "../domain/entities/component.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import { ZenError } from "../domain/errors.js";
import type { ComponentContext, Flavor } from "./flavor.js";
import { checkConfiguration, flavorLabel } from "./check-configuration.js";
import type { ExperimentTracker } from "./experiment-tracker.js";
import { findFlavor, flavorRow } from "./flavors.js";
import type { Machine } from "./machine.js";
import { withInstallHint } from "./missing-package.js";
import type { Orchestrator } from "./orchestrator.js";
import { loadOwnFlavor } from "./own-flavor.js";
import type { FlavorModule } from "./own-flavor.js";
import type { SecretsManager } from "./secrets-manager.js";
import type { StepOperator } from "./step-operator.js";

export interface ComponentDescription {
  readonly flavor: string;
  readonly configuration: JsonRecord;
  readonly context: ComponentContext;
  /** Where the code of a person's own flavor lies; absent for built-in ones. */
  readonly module?: FlavorModule | undefined;
}

export async function openArtifactStore(component: ComponentDescription): Promise<ArtifactStore> {
  const opened = await openComponent("artifact_store", component);
  if (isArtifactStore(opened)) return opened;
  throw notImplementing("artifact_store", component, "write, read, stream and exists");
}

export async function openOrchestrator(component: ComponentDescription): Promise<Orchestrator> {
  const opened = await openComponent("orchestrator", component);
  if (isOrchestrator(opened)) return opened;
  throw notImplementing("orchestrator", component, "run");
}

export async function openStepOperator(component: ComponentDescription): Promise<StepOperator> {
  const opened = await openComponent("step_operator", component);
  if (isStepOperator(opened)) return opened;
  throw notImplementing("step_operator", component, "launch");
}

export async function openExperimentTracker(
  component: ComponentDescription,
): Promise<ExperimentTracker> {
  const opened = await openComponent("experiment_tracker", component);
  if (isExperimentTracker(opened)) return opened;
  throw notImplementing("experiment_tracker", component, "begin, record and end");
}

/** @param machine of the process that opens it: secrets are kept for whoever uses this machine */
export async function openSecretsManager(
  component: ComponentDescription,
  machine: Machine,
): Promise<SecretsManager> {
  const context = { ...component.context, machine };
  const opened = await openComponent("secrets_manager", { ...component, context });
  if (isSecretsManager(opened)) return opened;
  throw notImplementing(
    "secrets_manager",
    component,
    "list, get, create, update, delete and deleteAll",
  );
}

async function openComponent(
  type: ComponentType,
  component: ComponentDescription,
): Promise<unknown> {
  const { module, context } = component;
  const integration = flavorRow(type, component.flavor)?.integration ?? null;
  try {
    const flavor = await flavorOf(type, component);
    if (flavor.load === undefined) throw notImplemented(flavor, context.name);
    const configuration = checkedConfiguration(flavor, component);
    return await flavor.load(configuration, context);
  } catch (error) {
    if (module === undefined && integration === null) throw error;
    throw withInstallHint(error, { type, name: component.flavor, integration });
  }
}

/** Errors: `flavor_unknown`, `flavor_invalid` when the code holds another flavor by now. */
async function flavorOf(type: ComponentType, component: ComponentDescription): Promise<Flavor> {
  const { module } = component;
  if (module === undefined) return findFlavor(type, component.flavor);
  const { flavor } = await loadOwnFlavor(module);
  if (flavor.type === type && flavor.name === component.flavor) return flavor;
  throw new ZenError(
    "flavor_invalid",
    `'${module.source}' holds ${flavorLabel(flavor)} now, not ${flavorLabel({ type, name: component.flavor })}.`,
    { hint: `zenml ${kindWord(flavor.type)} flavor register ${module.source}` },
  );
}

function notImplemented({ type, name }: Flavor, component: string): ZenError {
  return new ZenError(
    "stack_invalid",
    `The ${kindLabel(type)} '${component}' has the flavor '${name}', which has no implementation yet.`,
    { hint: `zenml stack update --${kindWord(type)} NAME with a component of another flavor` },
  );
}

/** Errors: `stack_invalid` with every problem. */
function checkedConfiguration(flavor: Flavor, component: ComponentDescription): JsonRecord {
  const { config, type } = flavor;
  const { configuration, context } = component;
  // Runs open what fits: the words for what does not are made when they are needed.
  if (!("jsonSchema" in config) && config.safeParse(configuration).success) return configuration;
  const checked = checkConfiguration(flavor, configuration);
  const { problems } = checked;
  if (problems.length === 0) return checked.configuration;
  throw new ZenError(
    "stack_invalid",
    `The ${kindLabel(type)} '${context.name}' is configured wrongly: ${problems.join("; ")}.`,
    {
      hint: `zenml ${kindWord(type)} flavor describe ${flavor.name}`,
      details: { problems },
    },
  );
}

function notImplementing(
  type: ComponentType,
  component: ComponentDescription,
  members: string,
): ZenError {
  return new ZenError(
    "stack_invalid",
    `The flavor '${component.flavor}' does not implement what its kind (${kindLabel(type)}) must have: ${members}.`,
  );
}

function isArtifactStore(value: unknown): value is ArtifactStore {
  return hasFunctions(value, ["write", "read", "stream", "exists"]);
}

function isOrchestrator(value: unknown): value is Orchestrator {
  return hasFunctions(value, ["run"]);
}

function isStepOperator(value: unknown): value is StepOperator {
  return hasFunctions(value, ["launch"]);
}

function isExperimentTracker(value: unknown): value is ExperimentTracker {
  return hasFunctions(value, ["begin", "record", "end"]);
}

function isSecretsManager(value: unknown): value is SecretsManager {
  return hasFunctions(value, ["list", "get", "create", "update", "delete", "deleteAll"]);
}

function hasFunctions(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  return names.every(
    (name) => typeof (members.get(name) ?? Reflect.get(value, name)) === "function",
  );
}
