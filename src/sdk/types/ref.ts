declare const VALUE: unique symbol;
declare const MAYBE: unique symbol;

/**
 * What a step call gives while a pipeline is wired: a handle on a value that exists only when the
 * pipeline runs. Pass it to another step; read the value there.
 */
export interface Ref<out Value> {
  readonly [VALUE]: Value;
}

/** What a branch gives that may not be taken: then each step that takes it as an input is skipped. */
export interface OptionalRef<out Value> extends Ref<Value> {
  readonly [MAYBE]: true;
}

/** An input of a step call: the value itself (JSON), or the output of another step. */
export type Wired<Inputs> = {
  readonly [Name in keyof Inputs]: Inputs[Name] | Ref<Inputs[Name]>;
};

/** Steps to wait for: an output, or everything that a step call returned. */
export type After = Ref<unknown> | Readonly<Record<string, Ref<unknown>>>;
