// What a run may change about a pipeline without touching its code: the shape of a `run.yaml`.
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { CacheSettings, FailurePolicy, GraphStep, Retry } from "../../domain/graph.js";

/** How steps are executed; undefined means: not said here. */
export interface ExecutionOptions {
  readonly retry?: Retry | undefined;
  /** Seconds that one attempt may take. */
  readonly timeout?: number | undefined;
  readonly isolation?: GraphStep["isolation"];
  readonly cache?: CacheSettings | undefined;
}

interface Section extends ExecutionOptions {
  readonly enable_cache?: boolean | undefined;
  readonly parameters?: JsonRecord | undefined;
  readonly settings?: JsonRecord | undefined;
  readonly extra?: JsonRecord | undefined;
}

/** When a pipeline is run by itself; one of `cron_expression`, and `start_time` with `interval_second`. */
export interface ScheduleOptions {
  /** Default: the pipeline's. */
  readonly name?: string | undefined;
  readonly cron_expression?: string | undefined;
  readonly interval_second?: number | undefined;
  /** ISO 8601; without an offset in the schedule's time zone. */
  readonly start_time?: string | undefined;
  readonly end_time?: string | undefined;
  /** IANA name; default: the machine's. */
  readonly time_zone?: string | undefined;
  /** Fire what was missed while nothing ran; default false. */
  readonly catchup?: boolean | undefined;
}

export interface OutputConfiguration {
  /** Name of a built-in materializer, or of one that a step of the pipeline declares. */
  readonly materializer_source?: string | undefined;
}

export interface StepRunConfiguration extends Section {
  /** What the step is recorded as instead of its own name. */
  readonly name?: string | undefined;
  /** Names of components of the stack. */
  readonly step_operator?: string | undefined;
  readonly experiment_tracker?: string | undefined;
  readonly outputs?: Readonly<Record<string, OutputConfiguration>> | undefined;
}

export interface RunConfiguration extends Section {
  readonly run_name?: string | undefined;
  readonly schedule?: ScheduleOptions | undefined;
  readonly failure_policy?: FailurePolicy | undefined;
  readonly steps?: Readonly<Record<string, StepRunConfiguration>> | undefined;
}
