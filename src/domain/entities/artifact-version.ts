import * as z from "zod/mini";
import { Id, Name, Scoped } from "./fields.js";

/** A name with a number that stands for an artifact: `penguins` version 3. */
export const ArtifactVersion = z.strictObject({
  ...Scoped,
  name: Name,
  version: z.int().check(z.positive()),
  artifact_id: Id,
  description: z.nullable(z.string()),
});
export type ArtifactVersion = z.infer<typeof ArtifactVersion>;
