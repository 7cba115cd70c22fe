// The intermediate representation of a pipeline: plain JSON, browser-safe, stored with each run.
// Orchestrators, the dashboard and remote entry points see only this.
import * as z from "zod/mini";
import { Json, JsonRecord, Name } from "./entities/fields.js";

const OutputOf = z.strictObject({ step: Name, output: Name });
const ItemOf = z.strictObject({ item: Name, input: Name });
const FirstOf = z.strictObject({ first_of: z.array(OutputOf) });

/**
 * Where an input comes from: an output of a step or map, a literal value, the element that a map is at
 * (`item` is the map), or the one of several outputs whose branch was taken.
 */
export const GraphInput = z.union([OutputOf, z.strictObject({ value: Json }), ItemOf, FirstOf]);
export type GraphInput = z.infer<typeof GraphInput>;

/** The output of a step or map, by its names. */
export type OutputOf = z.infer<typeof OutputOf>;
/** What exists only when the pipeline runs. */
export type LaterInput = Exclude<GraphInput, { value: unknown }>;

export const CONDITION_OPERATORS = [
  "truthy",
  "falsy",
  "eq",
  "ne",
  "in",
  "gt",
  "gte",
  "lt",
  "lte",
] as const;

/** What must be true of a value for a condition to hold. */
const ConditionTest = {
  operator: z.enum(CONDITION_OPERATORS),
  /** Compared with; null for `truthy` and `falsy`. */
  value: Json,
  /** The condition must not hold: the other branch. */
  negate: z.optional(z.boolean()),
};

/**
 * What a value must be for a step to run; otherwise the step is skipped, which is no failure. The value is
 * an output, the element that a map is at, or the one of several outputs whose branch was taken.
 */
export const GraphCondition = z.union([
  z.strictObject({ ...OutputOf.shape, ...ConditionTest }),
  z.strictObject({ ...ItemOf.shape, ...ConditionTest }),
  z.strictObject({ ...FirstOf.shape, ...ConditionTest }),
]);
export type GraphCondition = z.infer<typeof GraphCondition>;

/** How often and how soon a failed step is tried again; times in seconds. */
export const Retry = z.strictObject({
  /** Tries after the first. */
  max_retries: z.int().check(z.nonnegative()),
  /** Wait before the first retry; default 1. */
  delay: z.optional(z.number().check(z.nonnegative())),
  /** What the wait is multiplied by each time; default 2. */
  backoff: z.optional(z.number().check(z.gte(1))),
  /** The longest wait; default 300. */
  max_delay: z.optional(z.number().check(z.nonnegative())),
  /** Share of each wait that is left to chance, 0 to 1; default 0.2. */
  jitter: z.optional(z.number().check(z.gte(0), z.lte(1))),
});
export type Retry = z.infer<typeof Retry>;

export const ISOLATIONS = ["in_process", "thread", "process"] as const;
export const FAILURE_POLICIES = ["continue", "stop"] as const;
/** What a failed step means for those that do not depend on it. */
export const FailurePolicy = z.enum(FAILURE_POLICIES);
export type FailurePolicy = z.infer<typeof FailurePolicy>;

/** What else the cache key of a step depends on, and how long its outputs may be used. */
export const CacheSettings = z.strictObject({
  /** Files whose content counts, relative to the project folder. */
  files: z.optional(z.array(z.string())),
  /** Environment variables whose value counts. */
  environment: z.optional(z.array(z.string())),
  /** Seconds after which outputs are computed anew. */
  ttl: z.optional(z.number().check(z.positive())),
});
export type CacheSettings = z.infer<typeof CacheSettings>;

/** How a step is executed; what is absent was not asked for. */
const Execution = {
  retry: z.optional(Retry),
  /** Seconds that one attempt may take. */
  timeout: z.optional(z.number().check(z.positive())),
  /** Where it must be executed; absent: where it is quickest. */
  isolation: z.optional(z.enum(ISOLATIONS)),
  cache: z.optional(CacheSettings),
  /** Names of components of the stack. */
  step_operator: z.optional(Name),
  experiment_tracker: z.optional(Name),
};

/** Where a step is defined; `file` is relative to the project folder, lines and columns count from 1. */
export const SourceLocation = z.strictObject({ file: z.string(), line: z.int(), column: z.int() });
export type SourceLocation = z.infer<typeof SourceLocation>;

export const GraphStep = z.strictObject({
  /** Unique in the graph: `train`, `train_2`, … */
  name: Name,
  /** Name of the step definition. */
  step: Name,
  description: z.nullable(z.string()),
  source: z.nullable(SourceLocation),
  inputs: z.record(z.string(), GraphInput),
  /** Steps that must end before, whether or not data flows from them. */
  upstream: z.array(Name),
  params: JsonRecord,
  /** Output name → materializer name; `auto` chooses by the value. */
  outputs: z.record(z.string(), z.string()),
  enable_cache: z.boolean(),
  settings: JsonRecord,
  extra: JsonRecord,
  ...Execution,
  /** The innermost map that it is a part of: it is executed once for each of the map's items. */
  map: z.optional(Name),
  /** All must hold. */
  when: z.optional(z.array(GraphCondition)),
});
export type GraphStep = z.infer<typeof GraphStep>;

/**
 * Steps that are executed once for each item of a collection. Its name is a prefix of theirs:
 * item 3 of step `score.train` in map `score` is `score[3].train`. Seen from outside it is like a step.
 */
export const GraphMap = z.strictObject({
  name: Name,
  /** The map that it is a part of itself. */
  map: z.optional(Name),
  /** Name within the items → the collection; several are walked together and must be equally long. */
  over: z.record(z.string(), GraphInput),
  upstream: z.array(Name),
  when: z.optional(z.array(GraphCondition)),
  /** Items under way at once; absent: as many as are of use. */
  concurrency: z.optional(z.int().check(z.positive())),
  /** `stop`: after a failed item no further one begins, and the map fails; `continue`: the others are executed. */
  failure_policy: FailurePolicy,
  /** What those who take an output get: an array of all values, or one that reads them one by one. */
  collect: z.enum(["array", "lazy"]),
  /**
   * Output name → the step (or map) inside whose values are collected, in the order of the items; or
   * several, of which each item has the one whose branch was taken.
   */
  outputs: z.record(z.string(), z.union([OutputOf, FirstOf])),
});
export type GraphMap = z.infer<typeof GraphMap>;

/** A compiled pipeline. `steps` is in topological order, and so is `maps`, outer ones first. */
export const Graph = z.strictObject({
  version: z.literal(1),
  name: Name,
  description: z.nullable(z.string()),
  params: JsonRecord,
  enable_cache: z.boolean(),
  settings: JsonRecord,
  extra: JsonRecord,
  steps: z.array(GraphStep),
  maps: z.optional(z.array(GraphMap)),
  /** Absent: `continue`. */
  failure_policy: z.optional(FailurePolicy),
});
export type Graph = z.infer<typeof Graph>;
