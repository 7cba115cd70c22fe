import * as z from "zod/mini";
import { Graph } from "../graph.js";
import { Id, JsonRecord, Name, Scoped, Status, Timestamp } from "./fields.js";

/** Why a run or a step did not complete. `stack` has TypeScript positions; `location` is `file:line:column`. */
export const Failure = z.strictObject({
  message: z.string(),
  name: z.string(),
  step: z.nullable(z.string()),
  location: z.nullable(z.string()),
  stack: z.nullable(z.string()),
});
export type Failure = z.infer<typeof Failure>;

/** One execution of a pipeline. Unlisted when `pipeline_id` is null. */
export const Run = z.strictObject({
  ...Scoped,
  name: Name,
  pipeline_id: z.nullable(Id),
  pipeline_name: Name,
  stack_id: z.nullable(Id),
  stack_name: Name,
  status: Status,
  started: z.nullable(Timestamp),
  ended: z.nullable(Timestamp),
  step_count: z.int(),
  parameters: JsonRecord,
  failure: z.nullable(Failure),
  /** Versions and machine facts that the run was executed with. */
  environment: JsonRecord,
  /** The merged configuration that the run was started with. */
  configuration: JsonRecord,
  graph: Graph,
});
export type Run = z.infer<typeof Run>;
