// What an artifact that no step wrote is made of: a file, a download, a value, or another artifact.
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { findMaterializer } from "../../artifacts/find-materializer.js";
import type { Materializer } from "../../artifacts/materializer.js";
import { builtInMaterializers } from "../../artifacts/materializers/built-in.js";
import { fileOnDisk, FileValue } from "../../artifacts/materializers/file-value.js";
import type { FileSource } from "../../artifacts/materializers/file-value.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";
import { publicAddress, webAddress, webFile } from "./download.js";

/** One of them. */
export interface ArtifactSource {
  /** Path, absolute or relative to `cwd`. */
  readonly file?: string | undefined;
  /** Of http or https; downloaded once, now. */
  readonly url?: string | undefined;
  readonly value?: unknown;
  /** An artifact that is there: it gets a name and a version. */
  readonly artifact?: string | undefined;
}

export interface SourceOptions {
  readonly materializer?: string | Materializer<unknown> | undefined;
  /** Default: the process's. */
  readonly cwd?: string | undefined;
  /** Default: the global one. */
  readonly fetch?: typeof fetch | undefined;
  /** Of a download; default 2 GiB. */
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A value to write, and what is noted of where it came from. */
export interface SourcedValue {
  readonly value: unknown;
  readonly materializer: Materializer<unknown> | undefined;
  readonly origin: JsonRecord;
}

const MOST_BYTES = 2 * 1024 ** 3;
const PATIENCE = 30_000;

/** Errors: `invalid_input` unless exactly one source is given. */
export function checkSource(source: ArtifactSource): void {
  const given = (["file", "url", "value", "artifact"] as const).filter(
    (key) => source[key] !== undefined,
  );
  if (given.length === 1) return;
  const found =
    given.length === 0 ? "none was given" : `both '${given.join("' and '")}' were given`;
  throw new ZenError("invalid_input", `An artifact is made of one thing: ${found}.`, {
    hint: "Give a file, a url, a value or an artifact.",
  });
}

/** Errors: `not_found`, `invalid_input`, `materializer_missing`; the download's when it is read. */
export async function sourcedValue(
  source: ArtifactSource,
  options: SourceOptions,
): Promise<SourcedValue> {
  const materializer = materializerOf(options.materializer);
  if (source.value !== undefined) return { value: source.value, materializer, origin: {} };
  const { from, origin } = await openSource(source, options);
  if (materializer === undefined || materializer.name === "file") {
    return { value: new FileValue(from), materializer, origin };
  }
  const bytes = await from.bytes();
  const value = await readAs(materializer, bytes, from);
  return { value, materializer, origin };
}

async function openSource(
  { file, url }: ArtifactSource,
  { cwd = process.cwd(), fetch: get = fetch, maxBytes = MOST_BYTES, signal }: SourceOptions,
): Promise<{ readonly from: FileSource; readonly origin: JsonRecord }> {
  if (url !== undefined) {
    const address = webAddress(url);
    const from = webFile(address, { fetch: get, maxBytes, patience: PATIENCE, signal });
    return { from, origin: { source_url: publicAddress(address) } };
  }
  const from = fileOnDisk(resolve(cwd, file ?? ""));
  await assertFile(from.localPath ?? "");
  return { from, origin: { source_file: from.name } };
}

async function assertFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return;
  const what = found === undefined ? "There is no file" : "No plain file:";
  throw new ZenError(found === undefined ? "not_found" : "invalid_input", `${what} '${path}'.`, {
    hint: "Paths are relative to the working folder; of a folder, register an archive.",
  });
}

function materializerOf(
  given: string | Materializer<unknown> | undefined,
): Materializer<unknown> | undefined {
  if (typeof given !== "string") return given;
  const found = findMaterializer(given);
  if (found !== undefined) return found;
  const names = builtInMaterializers.map(({ name }) => name);
  const close = nearest(given, names);
  throw new ZenError("materializer_missing", `There is no materializer '${given}'.`, {
    hint: close === undefined ? `There are: ${names.join(", ")}` : `Did you mean '${close}'?`,
    details: { known: names },
  });
}

/** The bytes as a value: what cannot be read back is not registered. */
async function readAs(
  materializer: Materializer<unknown>,
  bytes: Uint8Array,
  { localPath, name }: FileSource,
): Promise<unknown> {
  try {
    return await materializer.read({
      size: bytes.length,
      localPath,
      metadata: {},
      bytes: async () => bytes,
      stream: async function* () {
        yield bytes;
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ZenError(
      "invalid_input",
      `'${name}' is not what materializer '${materializer.name}' reads: ${reason}`,
      { hint: "Leave the materializer away to keep it as a file.", cause: error },
    );
  }
}
