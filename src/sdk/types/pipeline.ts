// The typed face of a pipeline.
import type { Graph } from "../../domain/graph.js";
import type { RunConfiguration } from "../../runtime/compiled-pipeline.js";
import type {
  PIPELINE,
  PipelineConfiguration,
  PipelineDefinition,
} from "../../runtime/definition.js";
import type { RunOptions } from "../run-options.js";
import type { PipelineRunResult } from "../run-pipeline.js";
import type { IsOptional, ParamsOutput, Relaxed } from "./params.js";
import type { TypeMessage } from "./type-message.js";

export interface PipelineOptions<Schema> extends PipelineConfiguration {
  /** Validates the params of a run; its defaults count. */
  readonly params?: Schema | undefined;
  /** Template of run names, with `{pipeline}`, `{date}` and `{time}`. */
  readonly run_name?: string | undefined;
  readonly description?: string | undefined;
}

/** What the function that wires a pipeline is given. */
export interface WireContext<Schema> {
  readonly params: ParamsOutput<Schema>;
}

/** Adds a message to a function that cannot wire a pipeline. */
export type CheckedWiring<Return> =
  Return extends PromiseLike<unknown>
    ? TypeMessage<"the function of a pipeline cannot be async: it only wires steps, which may be">
    : unknown;

interface CompileBasics {
  readonly config?: RunConfiguration | undefined;
}
type RunBasics = Omit<RunOptions, "params">;

/** A run configuration may hold params too, so any of them may be missing beside one. */
interface WithConfig<Given> {
  readonly params?: Partial<Given> | undefined;
  readonly config: RunConfiguration;
}
interface WithParams<Given> {
  readonly params: Given;
}
interface WithOptionalParams<Given> {
  readonly params?: Given | undefined;
}

type OptionsArgument<Given, Basics> =
  IsOptional<Given> extends true
    ? [options?: Basics & WithOptionalParams<Given>]
    : [options: Basics & WithParams<Given>];

export interface PipelineChanges<Given, Names extends keyof Given> extends PipelineConfiguration {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly run_name?: string | undefined;
  /** Values that a run may leave out from now on. */
  readonly params?: Pick<Given, Names> | undefined;
}

/**
 * A pipeline: run it, or compile it to its graph.
 */
export interface Pipeline<Given> {
  readonly name: string;
  /** A new pipeline with some things changed. */
  with<Names extends keyof Given = never>(
    changes: PipelineChanges<Given, Names>,
  ): Pipeline<Relaxed<Given, Names>>;
  /** A new pipeline with configuration merged into what it has. */
  configure(configuration: PipelineConfiguration): Pipeline<Given>;
  /** The graph that a run with these params would have. */
  compile(options: CompileBasics & WithConfig<Given>): Promise<Graph>;
  compile(...options: OptionsArgument<Given, CompileBasics>): Promise<Graph>;
  /** Runs the pipeline on the active stack; resolves when every step has ended. */
  run(options: RunBasics & WithConfig<Given>): Promise<PipelineRunResult>;
  run(...options: OptionsArgument<Given, RunBasics>): Promise<PipelineRunResult>;
  readonly [PIPELINE]: PipelineDefinition;
}
