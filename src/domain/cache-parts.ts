// What a cache key is made of, kept beside the key so that `step why` can name what differs.
import * as z from "zod/mini";

const Hashes = z.record(z.string(), z.string());

export const CacheParts = z.strictObject({
  /** Name of the step definition. */
  step: z.optional(z.string()),
  /** `<file>:<declaration>` → hash of its code without comments and formatting. */
  code: Hashes,
  /** Package name → version. */
  packages: Hashes,
  /** Parameter name → JSON text, or hash of it when long. */
  params: Hashes,
  /** Input name → content hash. */
  inputs: Hashes,
  /** Output name → materializer. */
  outputs: Hashes,
  /** Declared files and environment variables → hash. */
  declared: Hashes,
  /** Why the step is never served from the cache; null when it may be. */
  uncacheable: z.nullable(z.string()),
});
export type CacheParts = z.infer<typeof CacheParts>;
