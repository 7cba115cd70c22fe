// What the pool and its worker threads say to each other: plain data.
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { RunConfiguration } from "../compiled-pipeline.js";
import type { FlavorModule } from "../../stack/own-flavor.js";
import type { LogLine, StepOutcome, StepTask } from "../step-task.js";

/** What a worker needs to have the same pipeline as the process that traced it. */
export interface WorkerPipeline {
  readonly bundleFile: string;
  readonly exportName: string;
  readonly params: JsonRecord;
  readonly config: RunConfiguration;
  readonly artifactStore: ArtifactStoreDescription;
  readonly projectRoot: string;
}

/** Enough to open the stack's artifact store again. */
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
}

export type ToWorker =
  | { readonly type: "load"; readonly pipeline: WorkerPipeline }
  /** Executed one after the other. */
  | { readonly type: "execute"; readonly jobs: readonly WorkerJob[] }
  | { readonly type: "cancel"; readonly id: number };

export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "load_failed"; readonly message: string }
  /** The event loop is free though steps are under way: room for another. */
  | { readonly type: "free" }
  | { readonly type: "outcome"; readonly id: number; readonly outcome: StepOutcome }
  | { readonly type: "log"; readonly lines: readonly LogLine[] };
