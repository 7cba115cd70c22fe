// What a person's `step()` and `pipeline()` calls come down to: the shapes that compiling, cache keys
// and execution work on. The typed surface over them is the SDK's.
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Materializer } from "../artifacts/materializer.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import type {
  CacheSettings,
  FailurePolicy,
  GraphStep,
  Retry,
  SourceLocation,
} from "../domain/graph.js";
import type { ExternalStep } from "./foreign/external-step.js";
import type { Hooks, PipelineHook, StepHook } from "./hooks/hook-context.js";
import type { StepContext } from "./step-context.js";

/** Configuration that steps and pipelines share; undefined means: not said here. */
export interface Configuration {
  readonly enable_cache?: boolean | undefined;
  /** Per component or general settings, e.g. `{ resources: { cpu_count: 2 } }`. */
  readonly settings?: JsonRecord | undefined;
  /** Anything of the person's own; stored, never read by the engine. */
  readonly extra?: JsonRecord | undefined;
  /** Whether a failed step is tried again, and when; of a pipeline: each step that does not say it itself. */
  readonly retry?: Retry | undefined;
  /** Seconds that one attempt may take; of a pipeline: of each step that does not say it itself. */
  readonly timeout?: number | undefined;
}

export interface StepConfiguration extends Configuration, Hooks<StepHook> {
  /** Where it must be executed; without: where it is quickest. */
  readonly isolation?: GraphStep["isolation"];
  /** What else the cache key depends on, and how long outputs may be used. */
  readonly cache?: CacheSettings | undefined;
  /** Names of components of the stack. */
  readonly step_operator?: string | undefined;
  readonly experiment_tracker?: string | undefined;
}

export interface PipelineConfiguration extends Configuration, Hooks<PipelineHook> {
  /** What a failed step means for those that do not depend on it; default `continue`. */
  readonly failure_policy?: FailurePolicy | undefined;
}

export type StepFunction = (
  inputs: Readonly<Record<string, unknown>>,
  context: StepContext,
) => unknown;

// oxlint-disable-next-line typescript/no-explicit-any -- a materializer of some type the engine does not know
export type AnyMaterializer = Materializer<any>;

export interface StepDefinition {
  readonly name: string;
  readonly description: string | null;
  readonly fn: StepFunction;
  readonly params: StandardSchemaV1 | undefined;
  /** Values for params that the wiring does not give (`.with({ params })`). */
  readonly defaults: JsonRecord;
  /** Undefined: one output named `output`, materialized by its value. */
  readonly outputs: Readonly<Record<string, AnyMaterializer>> | undefined;
  readonly configuration: StepConfiguration;
  /** Absolute file and position of the `step()` call, as far as the stack tells. */
  readonly source: SourceLocation | null;
  /** What is executed instead of `fn`: a command of any language. */
  readonly external?: ExternalStep | undefined;
}

export interface PipelineDefinition {
  readonly name: string;
  readonly description: string | null;
  readonly params: StandardSchemaV1 | undefined;
  readonly defaults: JsonRecord;
  readonly configuration: PipelineConfiguration;
  /** Template of run names; default `{pipeline}-{date}-{time}`. */
  readonly run_name: string | undefined;
  /** The person's wiring function, called with validated params, and Refs of its inputs if it has any. */
  readonly wire: (
    context: { readonly params: unknown },
    inputs: Readonly<Record<string, object>>,
  ) => unknown;
  readonly source: SourceLocation | null;
}

/** Where a pipeline or step object carries its definition, across copies of the package. */
export const PIPELINE = Symbol.for("zenml.pipeline");
export const STEP = Symbol.for("zenml.step");
