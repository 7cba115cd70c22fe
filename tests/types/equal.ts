type IsEqual<Left, Right> =
  (<Probe>() => Probe extends Left ? 1 : 2) extends <Probe>() => Probe extends Right ? 1 : 2
    ? true
    : false;

/** Compiles only if both types are the same: `equal<A, B>(true)`. */
export declare function equal<Left, Right>(same: IsEqual<Left, Right>): void;

/** Keeps a value from being unused. */
export declare function use(...values: readonly unknown[]): void;
