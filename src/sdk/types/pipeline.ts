// The typed face of a pipeline.
import type { Schedule } from "../../domain/entities/schedule.js";
import type { Graph } from "../../domain/graph.js";
import type { RunConfiguration } from "../../runtime/compiled-pipeline.js";
import type {
  PIPELINE,
  PipelineConfiguration,
  PipelineDefinition,
} from "../../runtime/definition.js";
import type { Collect, MapArguments, MapRefs, OverInputs } from "./map.js";
import type { ScheduleOptions } from "../../runtime/configuration/run-configuration.js";
import type { RunOptions } from "../run-options.js";
import type { PipelineRunResult } from "../run-pipeline.js";
import type { IsOptional, ParamsOutput, Relaxed } from "./params.js";
import type { Ref } from "./ref.js";
import type { CallArguments, NoInputs } from "./step.js";
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
type RunBasics = Omit<RunOptions, "params" | "schedule">;
type ScheduleBasics = Omit<RunOptions, "params" | "schedule"> & {
  readonly schedule: ScheduleOptions;
};

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

/** Refuses to run what has inputs: they come from the pipeline that it is a part of. */
type WithoutInputs<Inputs, Options extends readonly unknown[]> = Inputs extends NoInputs
  ? Options
  : [TypeMessage<"a pipeline with inputs cannot be run by itself: call it in another pipeline">];

/** What inputs are before their type is written: `({ params }, { data }: { data: Ref<Table> }) => …`. */
export interface RefsWithoutType {}

/** What a pipeline takes as inputs, by the Refs that its function asks for. */
export type InputsOfRefs<Refs> = [keyof Refs] extends [never]
  ? NoInputs
  : { [Name in keyof Refs]: InputOfRef<Refs[Name]> };

type InputOfRef<One> =
  One extends Ref<infer Value> ? Value : One extends undefined ? undefined : NoRef;
type NoRef =
  TypeMessage<"the inputs of a pipeline are Refs: ({ params }, { data }: { data: Ref<Table> }) => …">;

/** What the call of a pipeline in another one gives: what its function returns. */
export type RefsReturned<Return> = [Return] extends [never] ? undefined : Return;

export interface PipelineChanges<Given, Names extends keyof Given> extends PipelineConfiguration {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly run_name?: string | undefined;
  /** Values that a run may leave out from now on. */
  readonly params?: Pick<Given, Names> | undefined;
}

/**
 * A pipeline: run it, compile it to its graph, or call it in another pipeline.
 */
export interface Pipeline<Given, Inputs = NoInputs, Refs = unknown> {
  /** Wires its steps as a part of the pipeline that calls it, and gives what its function returns. */
  (...args: CallArguments<Inputs, Given>): Refs;
  /** Wires its steps once for each element of a collection; several are walked together. */
  map<Names extends keyof Inputs, How extends Collect = "array">(
    over: OverInputs<Inputs, Names>,
    ...options: MapArguments<Inputs, Names, Given, How>
  ): MapRefs<Refs, How>;
  readonly name: string;
  /** A new pipeline with some things changed. */
  with<Names extends keyof Given = never>(
    changes: PipelineChanges<Given, Names>,
  ): Pipeline<Relaxed<Given, Names>, Inputs, Refs>;
  /** A new pipeline with configuration merged into what it has. */
  configure(configuration: PipelineConfiguration): Pipeline<Given, Inputs, Refs>;
  /** The graph that a run with these params would have. */
  compile(
    ...options: WithoutInputs<Inputs, [options: CompileBasics & WithConfig<Given>]>
  ): Promise<Graph>;
  compile(...options: WithoutInputs<Inputs, OptionsArgument<Given, CompileBasics>>): Promise<Graph>;
  /** Puts the pipeline on a schedule, which `zenml schedule run` fires; nothing is run now. */
  run(
    ...options: WithoutInputs<Inputs, [options: ScheduleBasics & WithConfig<Given>]>
  ): Promise<Schedule>;
  run(
    ...options: WithoutInputs<Inputs, [options: ScheduleBasics & WithOptionalParams<Given>]>
  ): Promise<Schedule>;
  /** Runs the pipeline on the active stack; resolves when every step has ended. */
  run(
    ...options: WithoutInputs<Inputs, [options: RunBasics & WithConfig<Given>]>
  ): Promise<PipelineRunResult>;
  run(
    ...options: WithoutInputs<Inputs, OptionsArgument<Given, RunBasics>>
  ): Promise<PipelineRunResult>;
  readonly [PIPELINE]: PipelineDefinition;
}
