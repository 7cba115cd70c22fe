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

/** Who executes a run: enough to see from the same machine whether it still lives. */
export const Runner = z.strictObject({
  host: z.string(),
  process_id: z.int(),
  /** When the process started, so that another one with the same number is not taken for it. */
  process_started: Timestamp,
  /** The process as its system tells it from all others, whatever the clock says; absent where the system does not. */
  instance: z.optional(z.string()),
});
export type Runner = z.infer<typeof Runner>;

/** Where the code of a run came from, for resuming it. */
export const RunSource = z.strictObject({
  /** Folder of the project on the machine that started it. */
  root: z.string(),
  /** The pipeline's file, relative to `root`. */
  file: z.string(),
  /** Name of the export; null for a run that a script started by itself. */
  export: z.nullable(z.string()),
  /** Name of a step definition → hash of its code, as far as it is known. */
  code: z.record(z.string(), z.string()),
});
export type RunSource = z.infer<typeof RunSource>;

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
  source: z.nullable(RunSource),
  /** The run that this one repeats in part. */
  original_run_id: z.nullable(Id),
  schedule_id: z.nullable(Id),
  /** Identity of who executes it now; another one may take it over once `lease_expires` is past. */
  runner_id: z.nullable(z.string()),
  runner: z.nullable(Runner),
  lease_expires: z.nullable(Timestamp),
  /** Somebody asked for it to end. */
  cancel_requested: z.nullable(Timestamp),
});
export type Run = z.infer<typeof Run>;
