import * as z from "zod/mini";
import { Id, JsonRecord, Name, Scoped } from "./fields.js";

/** A value that a step wrote. The bytes lie in `inline`, or in the artifact store under `path`. */
export const Artifact = z.strictObject({
  ...Scoped,
  /** Name of the output. */
  name: Name,
  /** The producing step and run; null once they were deleted. */
  step_id: z.nullable(Id),
  run_id: z.nullable(Id),
  artifact_store_id: z.nullable(Id),
  /** Which materializer reads it. */
  materializer: z.string(),
  /** Human-readable type of the value, e.g. `number`, `Float64Array`, `Table`. */
  data_type: z.string(),
  media_type: z.string(),
  /** `sha256:<hex>` of the bytes. */
  content_hash: z.string(),
  /** Bytes. */
  size: z.number(),
  /** Place inside the artifact store; null when the bytes are inline. */
  path: z.nullable(z.string()),
  metadata: JsonRecord,
  /** A short text to show in lists; null when there is none. */
  preview: z.nullable(z.string()),
  /** The bytes themselves when small: UTF-8 text. */
  inline: z.nullable(z.string()),
});
export type Artifact = z.infer<typeof Artifact>;
