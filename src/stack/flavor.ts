// A flavor links a component's configuration with its implementation. Describing one needs no SDK;
// `load` brings the implementation in when a run uses it.
import type { ArtifactStore } from "../artifacts/artifact-store.js";
import type { ComponentType } from "../domain/entities/component.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import type { DescribedConfig, SchemaConfig } from "./described-config.js";
import type { ExperimentTracker } from "./experiment-tracker.js";
import type { Machine } from "./machine.js";
import type { Orchestrator } from "./orchestrator.js";
import type { SecretsManager } from "./secrets-manager.js";
import type { HeededSettings } from "./settings/heeded-settings.js";
import type { StepOperator } from "./step-operator.js";

export type { DescribedConfig } from "./described-config.js";

/** What an implementation may ask of its surroundings. */
export interface ComponentContext {
  readonly id: string;
  readonly name: string;
  /** Folder of this machine that the component may keep files in. */
  readonly localFolder: string;
  /** Absent in worker threads. */
  readonly machine?: Machine;
}

/** Component kinds that have an implementation interface. */
export interface ComponentInterfaces {
  artifact_store: ArtifactStore;
  experiment_tracker: ExperimentTracker;
  orchestrator: Orchestrator;
  secrets_manager: SecretsManager;
  step_operator: StepOperator;
}

/** What a flavor of a kind opens. */
export type Implementation<Type extends ComponentType> = Type extends keyof ComponentInterfaces
  ? ComponentInterfaces[Type]
  : unknown;

/** Where a component runs or stores. Both false: wherever its configuration says. */
export interface Place {
  readonly local: boolean;
  readonly remote: boolean;
}

export interface Flavor<Type extends ComponentType = ComponentType> {
  readonly name: string;
  readonly type: Type;
  readonly description: string;
  /** Runs or stores on this machine only. */
  readonly local: boolean;
  /** Runs or stores on other machines only; default: what is not local. */
  readonly remote?: boolean;
  /** Where the configuration decides: the place of a component with this one. */
  place?(configuration: JsonRecord): Place;
  readonly config: SchemaConfig | DescribedConfig;
  /** What of the settings of steps has an effect with it; default: nothing. */
  readonly heeds?: HeededSettings;
  /** Absent while only the configuration is described. */
  load?(config: JsonRecord, context: ComponentContext): Promise<Implementation<Type>>;
}

/** Where a component of the flavor runs or stores; without a configuration: of one with the defaults. */
export function placeOf(flavor: Flavor, configuration: JsonRecord = {}): Place {
  const { local, remote = !local } = flavor;
  return flavor.place?.(configuration) ?? { local, remote };
}
