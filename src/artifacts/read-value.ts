// From a recorded artifact back to its value. Only a materializer that is known here turns bytes into
// values; nothing in the store chooses code.
import { createHash } from "node:crypto";
import { isZenError, ZenError } from "../domain/errors.js";
import type { ArtifactStore } from "./artifact-store.js";
import { COLLECTION, collectedValue, collectionContent } from "./collection.js";
import { findMaterializer } from "./find-materializer.js";
import type { ArtifactReader, Materializer } from "./materializer.js";
import type { StoredContent } from "./stored-content.js";
import { encodeText } from "./text.js";

export interface ReadOptions {
  readonly store: ArtifactStore;
  /** The person's own, by name; the built-in ones are always known. */
  readonly materializers?: ReadonlyMap<string, Materializer<unknown>> | undefined;
  /** What errors call the artifact, e.g. `'model' of step 'train'`. */
  readonly label?: string | undefined;
}

/** Reads a value. Errors: `materializer_missing`, `artifact_unreadable`. */
export async function readValue(content: StoredContent, options: ReadOptions): Promise<unknown> {
  const label = options.label ?? content.content_hash;
  if (content.materializer === COLLECTION) return readCollection(content, options);
  const materializer = findMaterializer(content.materializer, options.materializers);
  if (materializer === undefined) throw unknownMaterializer(content, label);
  return readAs(materializer, content, { ...options, label });
}

async function readAs<Value>(
  materializer: Materializer<Value>,
  content: StoredContent,
  { store, label }: ReadOptions & { readonly label: string },
): Promise<Value> {
  const reader = readerOf(content, store);
  try {
    const value = await materializer.read(reader);
    await reader.assertPresent();
    return value;
  } catch (error) {
    throw inContext(error, content, label);
  }
}

/** Each item is an artifact of its own, read as such. */
async function readCollection(content: StoredContent, options: ReadOptions): Promise<unknown> {
  const label = options.label ?? content.content_hash;
  const collected = await readAs(collectionContent, content, { ...options, label });
  return collectedValue(collected, (item, index) =>
    readValue(item, { ...options, label: `item ${index} of ${label}` }),
  );
}

interface CheckedReader extends ArtifactReader {
  /** For values that are read later (files): says now whether the bytes are gone. */
  assertPresent(): Promise<void>;
}

function readerOf(content: StoredContent, store: ArtifactStore): CheckedReader {
  const { inline, path } = content;
  if (inline !== null) return inlineReader(content, encodeText(inline));
  if (path !== null) return storedReader(content, path, store);
  throw unreadable("the record says neither where its bytes lie nor what they are");
}

function inlineReader(content: StoredContent, bytes: Uint8Array): CheckedReader {
  const found = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  const checked = (): Uint8Array => {
    if (found === content.content_hash) return bytes;
    throw unreadable(`its bytes have the hash ${found} instead of ${content.content_hash}`);
  };
  return {
    size: content.size,
    localPath: undefined,
    metadata: content.metadata,
    bytes: async () => checked(),
    stream: async function* () {
      yield checked();
    },
    assertPresent: async () => void checked(),
  };
}

function storedReader(content: StoredContent, path: string, store: ArtifactStore): CheckedReader {
  let touched = false;
  const { size } = content;
  return {
    size,
    localPath: store.localPath?.(path),
    metadata: content.metadata,
    bytes: async () => {
      touched = true;
      const bytes = await store.read(path);
      assertSize(bytes.length, size);
      return bytes;
    },
    stream: async function* () {
      touched = true;
      let total = 0;
      for await (const chunk of store.stream(path)) {
        total += chunk.length;
        yield chunk;
      }
      assertSize(total, size);
    },
    assertPresent: async () => {
      if (!touched && !(await store.exists(path))) throw unreadable(`the file '${path}' is gone`);
    },
  };
}

function assertSize(found: number, expected: number): void {
  if (found !== expected) throw unreadable(`it has ${found} bytes instead of ${expected}`);
}

function unreadable(message: string): ZenError {
  return new ZenError("artifact_unreadable", message);
}

function unknownMaterializer({ materializer }: StoredContent, label: string): ZenError {
  return new ZenError(
    "materializer_missing",
    `Artifact ${label} was written by materializer '${materializer}', which is not known here.`,
    {
      hint: `Pass the materializer '${materializer}' when reading, as the pipeline that wrote it declares it.`,
      details: { materializer },
    },
  );
}

function inContext(error: unknown, { materializer }: StoredContent, label: string): ZenError {
  const isOurs = isZenError(error);
  const reason = error instanceof Error ? error.message : String(error);
  const message = isOurs ? reason : `materializer '${materializer}' could not read it: ${reason}`;
  return new ZenError(
    isOurs ? error.code : "artifact_unreadable",
    `Artifact ${label}: ${message}`,
    {
      hint:
        (isOurs ? error.hint : undefined) ??
        "Run the pipeline again with --no-cache to write the artifact anew.",
      cause: error,
      details: { materializer, ...(isOurs ? error.details : {}) },
    },
  );
}
