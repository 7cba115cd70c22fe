import type { Failure } from "../domain/entities/run.js";
import type { Graph } from "../domain/graph.js";
import type { Status } from "../domain/status.js";
import type { LogLine } from "./step-task.js";

export type StatusCounts = Readonly<Partial<Record<Status, number>>>;

/** Name of the failure of a map whose items failed. */
export const ITEMS_FAILED = "ItemsFailed";

interface OfStep {
  /** The invocation: `train`, `train_2`, `train[3]`. */
  readonly step: string;
  /** For an item: the outermost map that it is a part of. */
  readonly map?: string | undefined;
}

/** What a run tells whoever watches it, in order. */
export type RunEvent =
  | {
      readonly type: "run_started";
      readonly run: { readonly id: string; readonly name: string };
      readonly graph: Graph;
      readonly stack: string;
      readonly enable_cache: boolean;
      /** Of a run that goes on: how many steps had ended before. */
      readonly finished?: number | undefined;
      /** Another process executes it. */
      readonly isWatched?: true | undefined;
      /** The version of the pipeline, and whether this run registered it; null when unlisted. */
      readonly pipeline: {
        readonly name: string;
        readonly version: number;
        readonly isNew: boolean;
      } | null;
    }
  | ({ readonly type: "step_started" } & OfStep)
  | ({
      readonly type: "step_retrying";
      /** The attempt that failed, from 1. */
      readonly attempt: number;
      /** Milliseconds until the next one. */
      readonly delay_ms: number;
      readonly failure: Failure | null;
    } & OfStep)
  | ({
      readonly type: "step_ended";
      readonly status: Status;
      /** Time spent; for a cached step, what the original took. */
      readonly duration_ms: number;
      readonly failure: Failure | null;
      /** Before this run was resumed. */
      readonly isRestored?: true | undefined;
    } & OfStep)
  | { readonly type: "map_started"; readonly map: string; readonly items: number }
  | {
      readonly type: "map_ended";
      readonly map: string;
      readonly status: Status;
      readonly duration_ms: number;
      /** Why it could not begin, or that items failed. */
      readonly failure: Failure | null;
      /** Before this run was resumed. */
      readonly isRestored?: true | undefined;
    }
  | { readonly type: "log"; readonly line: LogLine }
  | {
      readonly type: "run_ended";
      readonly run: { readonly id: string; readonly name: string };
      readonly status: Status;
      /** How many steps ended in which state. */
      readonly counts: StatusCounts;
      readonly duration_ms: number;
      readonly failure: Failure | null;
    };

export type RunListener = (event: RunEvent) => void;
