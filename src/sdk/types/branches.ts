// What branches are typed by: the value that is looked at, and what they return.
import type { OptionalRef, Ref } from "./ref.js";
import type { TypeMessage } from "./type-message.js";

/** What a value must be; one condition at a time, nested ones add up. */
export type Condition<Value> =
  | { readonly truthy: true }
  | { readonly falsy: true }
  | { readonly eq: Value }
  | { readonly ne: Value }
  | { readonly in: readonly Value[] }
  | Comparison<Extract<Value, number> extends never ? never : number>
  | Comparison<Extract<Value, string> extends never ? never : string>;

/** Only numbers and texts have an order. */
type Comparison<Value> = [Value] extends [never]
  ? never
  : | { readonly gt: Value }
    | { readonly gte: Value }
    | { readonly lt: Value }
    | { readonly lte: Value };

/** A branch for each value, and one for all others. */
export type BranchCases<Value extends string> = {
  readonly [Case in Value]?: () => unknown;
} & { readonly otherwise?: () => unknown };

/** Adds a message to a branch for what the value never is. */
export type CheckedCases<Value extends string, Cases> = {
  readonly [
    Case in Exclude<keyof Cases, Value | "otherwise">
  ]: TypeMessage<`the value is never this: ${Case & string}`>;
};

type Nothing = undefined | void | null;

/** What two branches return as one: of the branch that was taken. */
export type Merged<Then, Otherwise> = MergedAll<Then | Otherwise>;

/** Of a union, each member of which some branch returns; `undefined` for a branch that returns nothing. */
type MergedAll<All> = [All] extends [Nothing]
  ? undefined
  : [Extract<All, PromiseLike<unknown>>] extends [never]
    ? [Extract<All, Plain>] extends [never]
      ? MergedSome<All>
      : TypeMessage<"a branch returns what steps put out: call a step in it, and return its output">
    : TypeMessage<"a branch cannot be async: it only wires steps, which may be">;

type Plain = string | number | boolean | bigint | symbol | readonly unknown[];

type MergedSome<All> = [Extract<All, Nothing>] extends [never]
  ? MergedRefs<All>
  : Optional<MergedRefs<Exclude<All, Nothing>>>;

type MergedRefs<All> = [All] extends [Ref<unknown>] ? MergedRef<All> : MergedRecord<All>;

type MergedRecord<All> = {
  readonly [Name in KeyOfAny<All>]: MergedEntry<Entry<All, Name>>;
};

type MergedRef<All> = [Extract<All, OptionalRef<unknown>>] extends [never]
  ? Ref<ValueOfRef<All>>
  : OptionalRef<ValueOfRef<All>>;

type KeyOfAny<All> = All extends unknown ? keyof All : never;
type Entry<All, Name> = All extends unknown
  ? Name extends keyof All
    ? All[Name]
    : undefined
  : never;
type MergedEntry<One> = undefined extends One ? OptionalRef<ValueOfRef<One>> : MergedRef<One>;
type ValueOfRef<All> = All extends Ref<infer Value> ? Value : never;

/** What a branch returns that may not be taken. */
type Optional<Refs> =
  Refs extends Ref<infer Value>
    ? OptionalRef<Value>
    : { readonly [Name in keyof Refs]: OptionalRef<ValueOfRef<Refs[Name]>> };

type ReturnedBy<Cases> = {
  [Case in keyof Cases]-?: Cases[Case] extends (() => infer Return) | undefined ? Return : never;
}[keyof Cases];

/** Whether some branch is taken whatever the value is. */
type IsExhaustive<Value extends string, Cases> = "otherwise" extends keyof Cases
  ? true
  : string extends Value
    ? false
    : [Value] extends [keyof Cases]
      ? true
      : false;

export type BranchResult<Value extends string, Cases> = MergedAll<
  ReturnedBy<Cases> | (IsExhaustive<Value, Cases> extends true ? never : undefined)
>;
