import type { Artifact } from "../domain/entities/artifact.js";

/** The part of an artifact that is known when its value was written, and needed to read it back. */
export type StoredContent = Pick<
  Artifact,
  | "materializer"
  | "data_type"
  | "media_type"
  | "content_hash"
  | "size"
  | "path"
  | "metadata"
  | "preview"
  | "inline"
>;
