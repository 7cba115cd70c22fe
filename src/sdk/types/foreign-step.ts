// The typed face of steps in other languages: what goes in and out is declared, since no function says it.
import type { StepContext } from "../../runtime/step-context.js";
import type { PythonEnvironment } from "../../runtime/foreign/external-step.js";
import type { ParamsOutput } from "./params.js";
import type { OutputMaterializers, OutputValues, StepOf, StepOptions } from "./step.js";

/** The values of declared inputs, as a step in TypeScript would receive them. */
export type InputValues<Inputs> = Inputs extends OutputMaterializers
  ? OutputValues<Inputs>
  : Readonly<Record<never, never>>;

/** What a step in another language comes down to, seen from TypeScript. */
export type ForeignFn<Schema, Inputs, Outputs> = (
  inputs: InputValues<Inputs>,
  context: StepContext<ParamsOutput<Schema>>,
) => Promise<Outputs extends OutputMaterializers ? OutputValues<Outputs> : unknown>;

export type ForeignStepOf<Schema, Inputs, Outputs> = StepOf<
  Schema,
  Outputs,
  ForeignFn<Schema, Inputs, Outputs>
>;

export interface ForeignStepOptions<Schema, Inputs, Outputs> extends StepOptions<Schema, Outputs> {
  /** Named inputs, each with what it is: `{ rows: table, seed: json<number>() }`. */
  readonly inputs?: Inputs | undefined;
  /** Variables of the environment, beside those of the process that runs the pipeline. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Files that are read besides the inputs, relative to the step's file: part of the cache key. */
  readonly files?: readonly string[] | undefined;
  /** Seconds without a sign of life after which the step fails; default: never. */
  readonly heartbeat_timeout?: number | undefined;
}

export interface CommandStepOptions<Schema, Inputs, Outputs> extends ForeignStepOptions<
  Schema,
  Inputs,
  Outputs
> {
  /**
   * The program and its arguments; no shell sees them. `{inputs.name}` and `{outputs.name}` stand for the
   * paths of files, `{params.name}` for a value, `{folder}` for a temporary folder.
   */
  readonly command: readonly string[];
  /** Working folder, relative to the step's file; default: that file's. */
  readonly folder?: string | undefined;
}

export interface PythonStepOptions<Schema, Inputs, Outputs> extends ForeignStepOptions<
  Schema,
  Inputs,
  Outputs
> {
  /** The Python file, relative to the step's file. */
  readonly script: string;
  /** The function in it; without, the file is run as a program. */
  readonly function?: string | undefined;
  /** Which Python, with what installed; default: the one that is active here. */
  readonly environment?: PythonEnvironment | undefined;
  /** Whether the process is kept for further steps of the run; default: true. */
  readonly keep_warm?: boolean | undefined;
}
