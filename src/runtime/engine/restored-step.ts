import type { Artifact } from "../../domain/entities/artifact.js";
import type { Summary } from "../../domain/resources.js";
import type { ListedArtifact } from "./cache-lookup.js";

/** What the store has of an invocation from when its run was executed before. */
export interface RestoredStep {
  /** Of a finished one (completed or cached) nothing changes any more; any other is moved on, with the next attempt. */
  readonly row: Summary<"step">;
  /**
   * By the name of the output; of an unfinished one empty. Empty too of one that is a whole item of a map:
   * nobody but the map takes its outputs, which reads those of all items together when it collects them.
   */
  readonly outputs: ReadonlyMap<string, Artifact | ListedArtifact>;
}

/** Whether it is all that is executed for an item of a map: `train[3]`, but not `score[3].train`. */
export function isWholeItem({ name, map_name, item_index }: RestoredStep["row"]): boolean {
  return map_name !== null && name === `${map_name}[${item_index}]`;
}

/** By the name of the invocation: `train`, `score[3].train`. */
export type RestoredSteps = ReadonlyMap<string, RestoredStep>;
