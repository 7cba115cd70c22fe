// Brings a registered component to life: its flavor, its checked configuration, its implementation.
import type { ArtifactStore } from "../artifacts/artifact-store.js";
import { kindLabel, kindWord } from "../domain/component-types.js";
import type { ComponentType } from "../domain/entities/component.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import { ZenError } from "../domain/errors.js";
import type { ComponentContext, Flavor } from "./flavor.js";
import { checkConfiguration } from "./check-configuration.js";
import { findFlavor } from "./flavors.js";
import type { Machine } from "./machine.js";
import type { Orchestrator } from "./orchestrator.js";
import type { SecretsManager } from "./secrets-manager.js";

export interface ComponentDescription {
  readonly flavor: string;
  readonly configuration: JsonRecord;
  readonly context: ComponentContext;
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
  const flavor = await findFlavor(type, component.flavor);
  if (flavor.load === undefined) {
    throw new ZenError(
      "stack_invalid",
      `The ${type} '${component.context.name}' has the flavor '${component.flavor}', which cannot run yet.`,
      {
        hint: `zenml stack update --${type.replace("_", "-")} NAME with a component of another flavor`,
      },
    );
  }
  return flavor.load(checkedConfiguration(flavor, component), component.context);
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
    `The flavor '${component.flavor}' does not implement what an ${type} must have: ${members}.`,
  );
}

function isArtifactStore(value: unknown): value is ArtifactStore {
  return hasFunctions(value, ["write", "read", "stream", "exists"]);
}

function isOrchestrator(value: unknown): value is Orchestrator {
  return hasFunctions(value, ["run"]);
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
