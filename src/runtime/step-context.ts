import type { Json } from "../domain/entities/fields.js";
import type { StepExperiment } from "./tracking/step-experiment.js";

export type { StepExperiment } from "./tracking/step-experiment.js";

/** Writes lines into the log of the step. */
export interface StepLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What a step function gets as its second argument. */
export interface StepContext<Params = unknown> {
  /** The validated params of this invocation. */
  readonly params: Params;
  readonly run: { readonly id: string; readonly name: string; readonly pipeline: string };
  /** `name` is the invocation (`train_2`), `definition` the step (`train`), `attempt` counts from 1. */
  readonly step: {
    readonly id: string;
    readonly name: string;
    readonly definition: string;
    readonly attempt: number;
  };
  readonly log: StepLog;
  /** Aborted when the run is cancelled or the step's time is up. */
  readonly signal: AbortSignal;
  /** A folder of this attempt alone, made at the first call, removed when the step ends. */
  temporaryFolder(): Promise<string>;
  /** Notes facts on an output's artifact (by its name), or on the step itself. */
  readonly metadata: {
    output(name: string, facts: Readonly<Record<string, Json>>): void;
    step(facts: Readonly<Record<string, Json>>): void;
  };
  /** Records params, metrics and tags with the step's `experiment_tracker`. */
  readonly experiment: StepExperiment;
}
