// The typed face of a map: what it walks over, what each item is given beside, what is collected.
import type { Collection } from "../../artifacts/collection.js";
import type { IsOptional } from "./params.js";
import type { After, OptionalRef, Ref, Wired } from "./ref.js";
import type { TypeMessage } from "./type-message.js";

type NumberArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | Uint8ClampedArray;
type BigNumberArray = BigInt64Array | BigUint64Array;

/** What has elements of a type, when the pipeline runs. */
type Elements<Element> =
  | readonly Element[]
  | Collection<Element>
  | ([number] extends [Element] ? NumberArray : never)
  | ([bigint] extends [Element] ? BigNumberArray : never);

/** What a map may walk over: an array, or what a step or another map put out. */
export type Over<Element> = readonly Element[] | Ref<Elements<Element>>;

/** The inputs that a map walks over, each by its name. */
export type OverInputs<Inputs, Names extends keyof Inputs> = {
  readonly [Name in Names]-?: Over<Exclude<Inputs[Name], undefined>>;
};

interface AllMapped {
  readonly [input: string]: TypeMessage<"every input is mapped: nothing is left for `inputs`">;
}

type Left<Inputs, Names extends keyof Inputs> = [Exclude<keyof Inputs, Names>] extends [never]
  ? AllMapped
  : Wired<Omit<Inputs, Names>>;

export interface MapBasics<Collect> {
  /** Name of the map; default: the name of what is mapped, numbered. */
  readonly name?: string;
  /** Steps that must end before, though no data comes from them. */
  readonly after?: After | readonly After[];
  /** Items under way at once; default: as many as are of use. */
  readonly concurrency?: number;
  /** `stop` (default): after a failed item no further one begins; `continue`: all others are executed. */
  readonly failure_policy?: "stop" | "continue";
  /** `array` (default): who takes the results gets all of them; `lazy`: a `Collection` that reads each when it is asked for. */
  readonly collect?: Collect;
}

interface LeftInputs<Given> {
  /** What is not mapped: the same for each item. */
  readonly inputs: Given;
}
interface OptionalLeftInputs<Given> {
  readonly inputs?: Given;
}
interface MapParams<Given> {
  readonly params: Given;
}
interface OptionalMapParams<Given> {
  readonly params?: Given;
}

type InputsOption<Given> =
  IsOptional<Given> extends true ? OptionalLeftInputs<Given> : LeftInputs<Given>;
type ParamsOption<Given> =
  IsOptional<Given> extends true ? OptionalMapParams<Given> : MapParams<Given>;

export type MapArguments<Inputs, Names extends keyof Inputs, Given, Collect> =
  IsOptional<InputsOption<Left<Inputs, Names>> & ParamsOption<Given>> extends true
    ? [options?: MapOptions<Inputs, Names, Given, Collect>]
    : [options: MapOptions<Inputs, Names, Given, Collect>];

type MapOptions<Inputs, Names extends keyof Inputs, Given, Collect> = MapBasics<Collect> &
  InputsOption<Left<Inputs, Names>> &
  ParamsOption<Given>;

export type Collect = "array" | "lazy";

type Collected<Value, How> = How extends "lazy" ? Collection<Value> : Value[];

/** All results, in the order of the items; of a branch that was not taken, `undefined`. */
export type MapRefs<Refs, How> =
  Refs extends OptionalRef<infer Value>
    ? Ref<Collected<Value | undefined, How>>
    : Refs extends Ref<infer Value>
      ? Ref<Collected<Value, How>>
      : { readonly [Name in keyof Refs]: MapRefs<Refs[Name], How> };
