import type { JsonRecord } from "../domain/entities/fields.js";
import type { Graph } from "../domain/graph.js";
import type { AnyMaterializer, PipelineDefinition, StepDefinition } from "./definition.js";

/** What a run may change about a pipeline without touching its code; the shape of a `run.yaml`. */
export interface RunConfiguration {
  readonly run_name?: string | undefined;
  readonly enable_cache?: boolean | undefined;
  readonly parameters?: JsonRecord | undefined;
  readonly settings?: JsonRecord | undefined;
  readonly extra?: JsonRecord | undefined;
  readonly steps?: Readonly<Record<string, StepRunConfiguration>> | undefined;
}

export interface StepRunConfiguration {
  readonly enable_cache?: boolean | undefined;
  readonly parameters?: JsonRecord | undefined;
  readonly settings?: JsonRecord | undefined;
  readonly extra?: JsonRecord | undefined;
}

/** A traced pipeline: the graph, and the code behind each of its steps. */
export interface CompiledPipeline {
  readonly definition: PipelineDefinition;
  readonly graph: Graph;
  /** Hash of what makes two graphs the same pipeline: names, wiring, outputs; not params or settings. */
  readonly spec_hash: string;
  /** Invocation name → definition. */
  readonly steps: ReadonlyMap<string, StepDefinition>;
  /** Invocation name → validated params as the step function receives them. */
  readonly params: ReadonlyMap<string, unknown>;
  /** Materializers declared by any step, by name. */
  readonly materializers: ReadonlyMap<string, AnyMaterializer>;
  readonly configuration: RunConfiguration;
}
