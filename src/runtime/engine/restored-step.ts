import type { Artifact } from "../../domain/entities/artifact.js";
import type { Summary } from "../../domain/resources.js";
import type { ListedArtifact } from "./cache-lookup.js";

/** What the store has of an invocation from when its run was executed before. */
export interface RestoredStep {
  /** Of a finished one (completed or cached) nothing changes any more; any other is moved on, with the next attempt. */
  readonly row: Summary<"step">;
  /** By the name of the output; of an unfinished one empty. */
  readonly outputs: ReadonlyMap<string, Artifact | ListedArtifact>;
}

/** By the name of the invocation: `train`, `score[3].train`. */
export type RestoredSteps = ReadonlyMap<string, RestoredStep>;
