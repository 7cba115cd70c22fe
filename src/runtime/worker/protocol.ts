// What the pool and its workers (threads, or processes of their own) say to each other: plain data.
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { RunConfiguration } from "../compiled-pipeline.js";
import type { HookedOutcome } from "../hooks/step-hook.js";
import type { FlavorModule } from "../../stack/own-flavor.js";
import type { StepOutcome, StepTask } from "../step-task.js";

/** What a worker needs to have the same pipeline as the process that traced it. */
export interface WorkerPipeline {
  readonly bundleFile: string;
  /** Absent: the pipeline that has this name, whatever its export is called. */
  readonly exportName?: string | undefined;
  readonly pipelineName?: string | undefined;
  readonly params: JsonRecord;
  readonly config: RunConfiguration;
  readonly artifactStore: ArtifactStoreDescription;
  /** That of the stack; absent where no step names one. */
  readonly experimentTracker?: ArtifactStoreDescription | undefined;
  readonly projectRoot: string;
}

/** Enough to open a component of the stack again. */
export interface ArtifactStoreDescription {
  readonly flavor: string;
  readonly configuration: JsonRecord;
  readonly context: { readonly id: string; readonly name: string; readonly localFolder: string };
  /** Where the code of a person's own flavor lies. */
  readonly module?: FlavorModule | undefined;
}

export interface WorkerJob {
  readonly id: number;
  readonly task: StepTask;
  /** How it ended in a worker that is gone: only its hook is called. */
  readonly ended?: HookedOutcome | undefined;
}

export type ToWorker =
  /** What will be loaded: its code is read before all else of the run is known. */
  | { readonly type: "prepare"; readonly bundleFile: string }
  /** `grace`: milliseconds that a step has to end by itself after its signal. */
  | { readonly type: "load"; readonly pipeline: WorkerPipeline; readonly grace: number }
  /** Executed one after the other. */
  | { readonly type: "execute"; readonly jobs: readonly WorkerJob[] }
  | { readonly type: "cancel"; readonly id: number };

export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "load_failed"; readonly message: string }
  /** The event loop is free though steps are under way: room for another. */
  | { readonly type: "free" }
  /** A step with a time limit begins. */
  | { readonly type: "begun"; readonly id: number }
  /** How a step ended, before its hook is called. */
  | { readonly type: "decided"; readonly id: number; readonly outcome: StepOutcome }
  | {
      readonly type: "outcome";
      readonly id: number;
      readonly outcome: StepOutcome;
      /** What the step began goes on: nobody else should have to live with it. */
      readonly isLeftBehind: boolean;
    }
  /** Lines that could not be written where they are read otherwise. */
  | { readonly type: "lines"; readonly lines: string }
  /** There are lines to be read where the worker writes them. */
  | { readonly type: "printed" };

/** Messages that belong to a place in the log: what a step printed comes before what became of it. */
export function isPlaced({ type }: FromWorker): boolean {
  return type === "outcome" || type === "decided";
}
