// What an experiment tracker does: keeps params, metrics and tags of steps where they can be compared.
// Stateless between calls, since a step may be executed by another thread or process than the one that
// begins and ends its experiment.
import type { Json, JsonRecord } from "../domain/entities/fields.js";

/** One attempt of a step that is tracked. */
export interface TrackedStep {
  readonly run: { readonly id: string; readonly name: string };
  /** `name` is the invocation: `train`, `train_2`, `train[3]`. */
  readonly step: { readonly id: string; readonly name: string };
  readonly pipeline: string;
  /** From 1. */
  readonly attempt: number;
  /** The settings of the step for this flavor (`settings["experiment_tracker.<flavor>"]`). */
  readonly settings: JsonRecord;
}

/** Where the tracker keeps what belongs to one attempt: plain data. */
export interface TrackedRun {
  readonly id: string;
  /** Where a person finds it. */
  readonly url?: string | undefined;
  /** Variables with which programs of other languages find it. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export interface TrackedMetric {
  readonly name: string;
  readonly value: number;
  /** Place in the order of the values of one metric. */
  readonly step: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

export interface TrackedEntries {
  readonly params: Readonly<Record<string, Json>>;
  readonly metrics: readonly TrackedMetric[];
  readonly tags: Readonly<Record<string, string>>;
}

export type TrackedStatus = "completed" | "failed" | "cancelled";

export interface ExperimentTracker {
  /** Called before the step; what it throws fails the step. */
  begin(step: TrackedStep): Promise<TrackedRun>;
  /** Adds what a step recorded; called once or more, in order. */
  record(id: string, entries: TrackedEntries): Promise<void>;
  /** Called when the attempt is over, however it ended. */
  end(id: string, status: TrackedStatus): Promise<void>;
}
