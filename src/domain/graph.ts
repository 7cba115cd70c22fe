// The intermediate representation of a pipeline: plain JSON, browser-safe, stored with each run.
// Orchestrators, the dashboard and remote entry points see only this.
import * as z from "zod/mini";
import { Json, JsonRecord, Name } from "./entities/fields.js";

/** Where an input comes from: another step's output, or a literal value. */
export const GraphInput = z.union([
  z.strictObject({ step: Name, output: Name }),
  z.strictObject({ value: Json }),
]);
export type GraphInput = z.infer<typeof GraphInput>;

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
});
export type GraphStep = z.infer<typeof GraphStep>;

/** A compiled pipeline. `steps` is in topological order. */
export const Graph = z.strictObject({
  version: z.literal(1),
  name: Name,
  description: z.nullable(z.string()),
  params: JsonRecord,
  enable_cache: z.boolean(),
  settings: JsonRecord,
  extra: JsonRecord,
  steps: z.array(GraphStep),
});
export type Graph = z.infer<typeof Graph>;
