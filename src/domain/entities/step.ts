import * as z from "zod/mini";
import { CacheParts } from "../cache-parts.js";
import { Failure } from "./run.js";
import { Id, JsonRecord, Name, Scoped, Status, Timestamp } from "./fields.js";

/**
 * One invocation of a step in one run: `name` is the invocation (`train_2`), `step_name` the definition
 * (`train`). Item 3 of a map is `train[3]`; the map itself has a row too, named `train`.
 */
export const StepRun = z.strictObject({
  ...Scoped,
  run_id: Id,
  name: Name,
  step_name: Name,
  /** Position in the graph, from 0. */
  position: z.int(),
  status: Status,
  attempt: z.int(),
  started: z.nullable(Timestamp),
  ended: z.nullable(Timestamp),
  /** Time spent in the step, in milliseconds with fraction. */
  duration_ms: z.nullable(z.number()),
  upstream: z.array(Name),
  parameters: JsonRecord,
  /** Input name → artifact id. */
  inputs: z.record(z.string(), Id),
  /** Output name → artifact id. */
  outputs: z.record(z.string(), Id),
  /** Null when the step cannot be cached. */
  cache_key: z.nullable(z.string()),
  /** The step whose outputs a cached step shares. */
  original_step_id: z.nullable(Id),
  failure: z.nullable(Failure),
  metadata: JsonRecord,
  /** What the cache key was made of, or why there is none. */
  cache_parts: z.nullable(CacheParts),
  /** Of an item of a map: the name of the map's own row. */
  map_name: z.nullable(Name),
  /** Position of the item in that map, from 0. */
  item_index: z.nullable(z.int()),
});
export type StepRun = z.infer<typeof StepRun>;
