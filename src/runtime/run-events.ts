import type { Failure } from "../domain/entities/run.js";
import type { Graph } from "../domain/graph.js";
import type { Status } from "../domain/status.js";
import type { LogLine } from "./step-task.js";

export type StatusCounts = Readonly<Partial<Record<Status, number>>>;

/** What a run tells whoever watches it, in order. */
export type RunEvent =
  | {
      readonly type: "run_started";
      readonly run: { readonly id: string; readonly name: string };
      readonly graph: Graph;
      readonly stack: string;
      readonly enable_cache: boolean;
      /** The version of the pipeline, and whether this run registered it; null when unlisted. */
      readonly pipeline: {
        readonly name: string;
        readonly version: number;
        readonly isNew: boolean;
      } | null;
    }
  | { readonly type: "step_started"; readonly step: string }
  | {
      readonly type: "step_ended";
      readonly step: string;
      readonly status: Status;
      /** Time spent; for a cached step, what the original took. */
      readonly duration_ms: number;
      readonly failure: Failure | null;
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
