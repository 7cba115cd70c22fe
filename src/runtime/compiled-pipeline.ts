import type { Graph } from "../domain/graph.js";
import type { ConfigurationLayer } from "./configuration/configuration-layers.js";
import type { RunConfiguration } from "./configuration/run-configuration.js";
import type { AnyMaterializer, PipelineDefinition, StepDefinition } from "./definition.js";

export type { RunConfiguration, StepRunConfiguration } from "./configuration/run-configuration.js";

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
  /** What each place said, to be noted with a run. */
  readonly layers?: readonly ConfigurationLayer[] | undefined;
}
