// From a value to what is recorded about it: its bytes inline or in the artifact store, their hash,
// and the facts that lists show. Knows neither runs nor stores of records.
import { createHash } from "node:crypto";
import { isPromise, isUint8Array } from "node:util/types";
import { JsonRecord } from "../domain/entities/fields.js";
import { isZenError, ZenError } from "../domain/errors.js";
import type { ArtifactStore } from "./artifact-store.js";
import { chooseMaterializer, type OutputPlace, placeText } from "./choose-materializer.js";
import type { Content, Materializer, ValueDescription } from "./materializer.js";
import type { StoredContent } from "./stored-content.js";
import { previewOf, previewOfBytes, textOf } from "./text.js";

export interface WriteOptions extends OutputPlace {
  /** What the output is declared as; without, the value chooses. */
  readonly materializer?: Materializer<unknown> | undefined;
  readonly store: ArtifactStore;
  /** Text up to this many bytes is kept in the record itself. Default 4,096. */
  readonly inlineLimit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is known of a value before its bytes are stored. */
type Facts = Pick<StoredContent, "materializer" | "data_type" | "media_type" | "metadata"> & {
  readonly preview: string | undefined;
};

const INLINE_LIMIT = 4096;
const TEXT_MEDIA_TYPE = /^text\/|^application\/(?:json|jsonl|xml|yaml)$|\+(?:json|xml)$/;

/** Writes a value. Every error names the step and the output. */
export async function writeValue(value: unknown, options: WriteOptions): Promise<StoredContent> {
  options.signal?.throwIfAborted();
  const materializer = chooseMaterializer(value, options, options.materializer);
  try {
    // Only promises are awaited: most values are described, encoded and hashed in one go.
    const described = materializer.describe?.(value) ?? {};
    const facts = factsOf(isPromise(described) ? await described : described, materializer);
    const written = materializer.write(value);
    const content = isPromise(written) ? await written : written;
    assertContent(content, materializer);
    return inlined(content, facts, options) ?? (await stored(content, facts, options));
  } catch (error) {
    options.signal?.throwIfAborted();
    throw inPlace(error, materializer, options);
  }
}

function factsOf(description: ValueDescription, materializer: Materializer<unknown>): Facts {
  return {
    materializer: materializer.name,
    data_type: description.data_type ?? materializer.name,
    media_type: description.media_type ?? materializer.media_type,
    metadata: checkedMetadata(description, materializer),
    preview: description.preview,
  };
}

function checkedMetadata(
  { metadata }: ValueDescription,
  { name }: Materializer<unknown>,
): JsonRecord {
  if (metadata === undefined) return {};
  const parsed = JsonRecord.safeParse(metadata);
  if (parsed.success) return metadata;
  const problems = parsed.error.issues.map(({ path }) => `'${path.join(".")}'`);
  throw new ZenError(
    "invalid_input",
    `the metadata that materializer '${name}' gave is not JSON at ${problems.join(", ")}`,
    {
      hint: "Let describe() give strings, finite numbers, booleans, null, lists and records only.",
    },
  );
}

function assertContent(content: unknown, { name }: Materializer<unknown>): void {
  if (isUint8Array(content)) return;
  if (typeof content === "object" && content !== null && Symbol.asyncIterator in content) return;
  throw new ZenError("invalid_input", `materializer '${name}' wrote a ${typeof content}`, {
    hint: "Let write() give bytes: new TextEncoder().encode(text) for text.",
  });
}

/** Undefined for what belongs into a file: too large, streamed, or nothing that a text column can hold. */
function inlined(content: Content, facts: Facts, options: WriteOptions): StoredContent | undefined {
  if (!isUint8Array(content) || content.length > (options.inlineLimit ?? INLINE_LIMIT)) {
    return undefined;
  }
  const text = TEXT_MEDIA_TYPE.test(facts.media_type) ? textOf(content) : undefined;
  if (text === undefined || text.includes("\0")) return undefined;
  return {
    ...facts,
    content_hash: `sha256:${createHash("sha256").update(content).digest("hex")}`,
    size: content.length,
    path: null,
    preview: previewOf(facts.preview ?? text),
    inline: text,
  };
}

async function stored(
  content: Content,
  facts: Facts,
  { store, signal }: WriteOptions,
): Promise<StoredContent> {
  const { path, content_hash, size } = await store.write(content, signal);
  return { ...facts, content_hash, size, path, preview: previewIn(content, facts), inline: null };
}

function previewIn(content: Content, { preview, media_type }: Facts): string | null {
  if (preview !== undefined) return previewOf(preview);
  return isUint8Array(content) && TEXT_MEDIA_TYPE.test(media_type) ? previewOfBytes(content) : null;
}

function inPlace(error: unknown, { name }: Materializer<unknown>, place: OutputPlace): ZenError {
  const { step, output } = place;
  const where = `${placeText(place)} was not written`;
  if (isZenError(error)) {
    const { code, message, hint, details } = error;
    return new ZenError(code, `${where}: ${message}`, {
      hint,
      cause: error,
      details: { ...details, step, output },
    });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new ZenError("step_failed", `${where}: materializer '${name}' threw: ${reason}`, {
    hint: `Correct write() or describe() of the materializer '${name}'.`,
    cause: error,
    details: { step, output, materializer: name },
  });
}
