import * as z from "zod/mini";
import { Id, Name, Scoped } from "./fields.js";

/** A word that marks an artifact. */
export const Tag = z.strictObject({ ...Scoped, name: Name, artifact_id: Id });
export type Tag = z.infer<typeof Tag>;
