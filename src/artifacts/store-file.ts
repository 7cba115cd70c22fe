// From a file that somebody wrote, in the layout of a materializer, to what is recorded about it. The
// bytes are looked at as far as it takes to know that they can be read again.
import { stat } from "node:fs/promises";
import type { ArtifactStore, StoredBytes } from "./artifact-store.js";
import { fileOnDisk } from "./materializers/file-value.js";
import type { ArtifactReader, Materializer, ValueDescription } from "./materializer.js";
import { previewOf } from "./text.js";
import type { StoredContent } from "./stored-content.js";

export interface StoreFileOptions {
  readonly store: ArtifactStore;
  /** Whether the file may be moved: nobody else knows it. */
  readonly isOwned: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What is recorded of a file besides its bytes. */
export interface FileFacts extends ValueDescription {
  readonly materializer: Pick<Materializer<unknown>, "name" | "media_type">;
}

export async function storeFile(
  path: string,
  facts: FileFacts,
  options: StoreFileOptions,
): Promise<StoredContent> {
  const { materializer, data_type, media_type, metadata, preview } = facts;
  const { path: stored, content_hash, size } = await store(path, options);
  return {
    materializer: materializer.name,
    data_type: data_type ?? materializer.name,
    media_type: media_type ?? materializer.media_type,
    metadata: metadata ?? {},
    content_hash,
    size,
    path: stored,
    preview: preview === undefined ? null : previewOf(preview),
    inline: null,
  };
}

function store(
  path: string,
  { store: to, isOwned, signal }: StoreFileOptions,
): Promise<StoredBytes> {
  if (isOwned && to.adopt !== undefined) return to.adopt(path, signal);
  return to.write(fileOnDisk(path).stream(), signal);
}

/** A file as materializers read it. */
export async function fileReader(
  path: string,
  metadata: ArtifactReader["metadata"] = {},
): Promise<ArtifactReader> {
  const source = fileOnDisk(path);
  return {
    size: (await stat(path)).size,
    localPath: path,
    metadata,
    bytes: () => source.bytes(),
    stream: () => source.stream(),
  };
}
