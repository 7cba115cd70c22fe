/**
 * What a run would do with a step now: take it from the cache; execute it; one of the two, depending on
 * what a step before it gives; nothing, since its branch is not taken, or since it is not there any more.
 */
export type ReplayVerdict = "cached" | "executed" | "depends" | "skipped" | "removed";

export interface ReplayedStep {
  /** The invocation: `train`, `train_2`, `train[3]`. */
  readonly step: string;
  readonly verdict: ReplayVerdict;
  /** Why, a line each: `param 'trees': 50 -> 80`. */
  readonly reasons: readonly string[];
  /** What else about it is not as it was: where inputs come from, retries, settings. */
  readonly changes: readonly string[];
}

/** A recorded run against the code of now. */
export interface Replay {
  readonly run: { readonly id: string; readonly name: string };
  readonly pipeline: string;
  /** In the order of the graph; removed ones at the end. */
  readonly steps: readonly ReplayedStep[];
  /** What about the pipeline itself is not as it was. */
  readonly changes: readonly string[];
}
