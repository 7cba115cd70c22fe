// The typed face of a step. Names and messages here are what people meet in their editor.
import type { ValueOf } from "../../artifacts/materializer.js";
import type {
  AnyMaterializer,
  StepConfiguration,
  StepDefinition,
  STEP,
} from "../../runtime/definition.js";
import type { StepContext } from "../../runtime/step-context.js";
import type { Collect, MapArguments, MapRefs, OverInputs } from "./map.js";
import type { IsOptional, ParamsInput, ParamsOutput, Relaxed } from "./params.js";
import type { After, Ref, Wired } from "./ref.js";
import type { TypeMessage } from "./type-message.js";

export type OutputMaterializers = Readonly<Record<string, AnyMaterializer>>;

/** The values that a step with declared outputs returns. */
export type OutputValues<Outputs> = { readonly [Name in keyof Outputs]: ValueOf<Outputs[Name]> };

export interface StepOptions<Schema, Outputs> extends StepConfiguration {
  /** Validates the params; its defaults count. */
  readonly params?: Schema | undefined;
  /** Several named outputs, each with what writes and reads it. Without: one output, `output`. */
  readonly outputs?: Outputs | undefined;
  readonly description?: string;
}

/** What inputs are before their type is written: `({ data }: { data: Table }) => …`. */
export interface InputsWithoutType {}

/** Any function that can be a step, given its params schema and declared outputs. */
export type StepFn<Schema, Outputs> = {
  // A method, so that any type of inputs fits; `CheckedFn` looks at what a method leaves unchecked.
  fn(
    inputs: InputsWithoutType,
    context: StepContext<ParamsOutput<Schema>>,
  ): Outputs extends OutputMaterializers
    ? OutputValues<Outputs> | Promise<OutputValues<Outputs>>
    : unknown;
}["fn"];

/** The inputs of a step whose function takes none. */
export interface NoInputs {
  readonly [input: string]: TypeMessage<"this step takes no inputs">;
}

type FirstParameter<Fn> = Fn extends (first: infer First, ...rest: never[]) => unknown
  ? Exclude<First, undefined>
  : unknown;

/** The inputs that a function names. */
export type InputsOf<Fn> = [keyof FirstParameter<Fn>] extends [never]
  ? NoInputs
  : FirstParameter<Fn>;

type Primitive = string | number | bigint | boolean | symbol | null;

/** Adds a message to a function whose shape cannot be a step. */
export type CheckedFn<Fn, Schema, Outputs> =
  FirstParameter<Fn> extends Primitive | readonly unknown[]
    ? TypeMessage<"a step takes its inputs by name, in one object: ({ data }: { data: Table }) => …">
    : Fn extends (inputs: never, context: StepContext<ParamsOutput<Schema>>) => unknown
      ? CheckedOutputs<Fn, Outputs>
      : TypeMessage<"the second parameter is a StepContext of the values that the `params` schema yields">;

type CheckedOutputs<Fn, Outputs> = Outputs extends OutputMaterializers
  ? [Returned<Fn>] extends [never]
    ? unknown
    : [UndeclaredOutputs<Fn, Outputs>] extends [never]
      ? unknown
      : TypeMessage<`this output is returned but not declared: ${UndeclaredOutputs<Fn, Outputs>}`>
  : unknown;

type Returned<Fn> = Fn extends (...args: never) => infer Return ? Awaited<Return> : never;
type UndeclaredOutputs<Fn, Outputs> = Exclude<keyof Returned<Fn> & string, keyof Outputs>;

/** What calling the step in a pipeline gives. */
export type RefsOf<Fn, Outputs> = Outputs extends OutputMaterializers
  ? { readonly [Name in keyof Outputs]: Ref<ValueOf<Outputs[Name]>> }
  : Ref<Returned<Fn>>;

export interface CallBasics {
  /** Name of this invocation; default: the step's name, numbered. */
  readonly name?: string;
  /** Steps that must end before, though no data comes from them. */
  readonly after?: After | readonly After[];
}
export interface CallOptions<Given> extends CallBasics {
  readonly params?: Given;
}
export interface CallOptionsWithParams<Given> extends CallBasics {
  readonly params: Given;
}

export type CallArguments<Inputs, Given> =
  IsOptional<Given> extends true
    ? [...InputArgument<Inputs>, options?: CallOptions<Given>]
    : [inputs: Wired<Inputs>, options: CallOptionsWithParams<Given>];

type InputArgument<Inputs> = Inputs extends NoInputs
  ? [inputs?: NoInputs]
  : IsOptional<Inputs> extends true
    ? [inputs?: Wired<Inputs>]
    : [inputs: Wired<Inputs>];

export interface StepChanges<Given, Names extends keyof Given> extends StepConfiguration {
  readonly name?: string;
  readonly description?: string;
  /** Values that the wiring may leave out from now on. */
  readonly params?: Pick<Given, Names>;
}

/**
 * A step: call it inside a pipeline to wire it, call `.fn` anywhere to run the function itself.
 */
export interface Step<Inputs, Given, Refs, Fn> {
  (...args: CallArguments<Inputs, Given>): Refs;
  /** Wires the step once for each element of a collection; several are walked together. */
  map<Names extends keyof Inputs, How extends Collect = "array">(
    over: OverInputs<Inputs, Names>,
    ...options: MapArguments<Inputs, Names, Given, How>
  ): MapRefs<Refs, How>;
  readonly name: string;
  /** The plain function: what a unit test calls. */
  readonly fn: Fn;
  /** A new step with some things changed. */
  with<Names extends keyof Given = never>(
    changes: StepChanges<Given, Names>,
  ): Step<Inputs, Relaxed<Given, Names>, Refs, Fn>;
  /** A new step with configuration merged into what it has. */
  configure(configuration: StepConfiguration): Step<Inputs, Given, Refs, Fn>;
  readonly [STEP]: StepDefinition;
}

export type StepOf<Schema, Outputs, Fn> = Step<
  InputsOf<Fn>,
  ParamsInput<Schema>,
  RefsOf<Fn, Outputs>,
  Fn
>;
