// Brings a registered component to life: its flavor, its checked configuration, its implementation.
import type { ArtifactStore } from "../artifacts/artifact-store.js";
import type { ComponentType } from "../domain/entities/component.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import { ZenError } from "../domain/errors.js";
import type { ComponentContext } from "./flavor.js";
import { findFlavor } from "./flavors.js";
import type { Orchestrator } from "./orchestrator.js";

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
  const checked = flavor.config.safeParse(component.configuration);
  if (!checked.success) {
    const problems = checked.error.issues.map(
      (issue) => `${issue.path.join(".") || "configuration"}: ${issue.message}`,
    );
    throw new ZenError(
      "stack_invalid",
      `The ${type} '${component.context.name}' is configured wrongly: ${problems.join("; ")}.`,
      { details: { problems } },
    );
  }
  return flavor.load(component.configuration, component.context);
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

function hasFunctions(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  return names.every(
    (name) => typeof (members.get(name) ?? Reflect.get(value, name)) === "function",
  );
}
