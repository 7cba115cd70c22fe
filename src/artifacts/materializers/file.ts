import { basename, extname } from "node:path";
import { ZenError } from "../../domain/errors.js";
import type { ArtifactReader, Materializer } from "../materializer.js";
import { typeInWords } from "../type-name.js";
import { isOfKind } from "../value-kind.js";
import { withMaterializer } from "../with-materializer.js";
import { fileOfStream, fileOnDisk, FileValue } from "./file-value.js";

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".arrow": "application/vnd.apache.arrow.file",
  ".csv": "text/csv",
  ".gif": "image/gif",
  ".gz": "application/gzip",
  ".html": "text/html",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".json": "application/json",
  ".jsonl": "application/jsonl",
  ".log": "text/plain",
  ".md": "text/markdown",
  ".npy": "application/x-npy",
  ".parquet": "application/vnd.apache.parquet",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".tar": "application/x-tar",
  ".tsv": "text/tab-separated-values",
  ".txt": "text/plain",
  ".wasm": "application/wasm",
  ".webp": "image/webp",
  ".xml": "application/xml",
  ".yaml": "application/yaml",
  ".yml": "application/yaml",
  ".zip": "application/zip",
};

const materializer: Materializer<FileValue> = {
  name: "file",
  media_type: "application/octet-stream",
  accepts: (value): value is FileValue => isOfKind(value, "file"),
  write: (value) => value.stream(),
  read: readFile,
  describe: ({ name }) => {
    const mediaType = MEDIA_TYPES[extname(name).toLowerCase()];
    return {
      data_type: "File",
      metadata: { file_name: name },
      preview: name,
      ...(mediaType === undefined ? {} : { media_type: mediaType }),
    };
  },
};

/**
 * A file as a step's output, streamed into the artifact store; also the materializer that writes it.
 *
 * @example
 * ```ts
 * import { writeFile } from "node:fs/promises";
 * import { join } from "node:path";
 * import { file, step } from "zenml";
 *
 * const exported = step("export", { outputs: { csv: file } }, async (_inputs, context) => {
 *   const path = join(await context.temporaryFolder(), "rows.csv");
 *   await writeFile(path, "a,b\n1,2\n");
 *   return { csv: file(path) };
 * });
 * ```
 */
export const file = withMaterializer(makeFile, materializer);

/** The file at a path; or what a stream gives, under a name: written as it comes, never held whole. */
function makeFile(path: string): FileValue;
function makeFile(content: AsyncIterable<Uint8Array | string>, name: string): FileValue;
function makeFile(source: string | AsyncIterable<Uint8Array | string>, name?: string): FileValue {
  if (typeof source === "string" && source !== "") return new FileValue(fileOnDisk(source));
  const isStream = typeof source === "object" && source !== null && Symbol.asyncIterator in source;
  if (isStream && name !== undefined && name !== "") {
    return new FileValue(fileOfStream(source, basename(name)));
  }
  const found = source === "" ? "an empty string" : typeInWords(source);
  const message = isStream
    ? "file() was given a stream without a name."
    : `file() was given ${found} as a path.`;
  throw new ZenError("invalid_input", message, {
    hint: isStream
      ? 'Give it one: file(chunks, "rows.csv").'
      : "Give the path of a file, absolute or relative to the working folder.",
  });
}

function readFile(from: ArtifactReader): FileValue {
  const name = from.metadata["file_name"];
  return new FileValue({
    name: typeof name === "string" ? name : "file",
    localPath: from.localPath,
    stream: () => from.stream(),
    bytes: () => from.bytes(),
  });
}
