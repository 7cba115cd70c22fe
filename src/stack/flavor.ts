// A flavor links a component's configuration with its implementation. Describing one needs no SDK;
// `load` brings the implementation in when a run uses it.
import type * as z from "zod/mini";
import type { ArtifactStore } from "../artifacts/artifact-store.js";
import type { ComponentType } from "../domain/entities/component.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import type { Orchestrator } from "./orchestrator.js";

/** What an implementation may ask of its surroundings. */
export interface ComponentContext {
  readonly id: string;
  readonly name: string;
  /** Folder of this machine that the component may keep files in. */
  readonly localFolder: string;
}

/** Component kinds that have an implementation interface. */
export interface ComponentInterfaces {
  artifact_store: ArtifactStore;
  orchestrator: Orchestrator;
}

export interface Flavor<Type extends ComponentType = ComponentType> {
  readonly name: string;
  readonly type: Type;
  readonly description: string;
  /** Runs or stores on this machine only. */
  readonly local: boolean;
  readonly config: z.ZodMiniObject;
  /** Absent while only the configuration is described. */
  load?(
    config: JsonRecord,
    context: ComponentContext,
  ): Promise<Type extends keyof ComponentInterfaces ? ComponentInterfaces[Type] : unknown>;
}
