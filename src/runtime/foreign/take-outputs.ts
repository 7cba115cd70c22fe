// From the files that a step wrote to what is recorded about its outputs: each is read as its
// materializer reads it, or as far as that takes, and then moved into the artifact store.
import { lstat, realpath, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { hasErrorCode } from "../../artifacts/error-code.js";
import { findMaterializer } from "../../artifacts/find-materializer.js";
import type { Materializer, ValueDescription } from "../../artifacts/materializer.js";
import { file } from "../../artifacts/materializers/file.js";
import { FileValue, fileOnDisk } from "../../artifacts/materializers/file-value.js";
import { fileReader, storeFile } from "../../artifacts/store-file.js";
import { typeInWords } from "../../artifacts/type-name.js";
import type { StoredContent } from "../../artifacts/stored-content.js";
import { writeValue } from "../../artifacts/write-value.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { isZenError, ZenError } from "../../domain/errors.js";
import { materializerFor } from "./file-formats.js";
import type { ExternalCall } from "./external-call.js";
import type { SaidOutput } from "./messages.js";
import { npyFacts, readBeginning } from "./npy-facts.js";

export interface TakeOptions {
  readonly step: string;
  readonly output: string;
  readonly call: ExternalCall;
  /** Files below it are taken over, others are copied. */
  readonly folder: string;
  /** What the step noted on the output. */
  readonly facts: JsonRecord | undefined;
}

/** Values of these are read and written anew: they are small, or kept in the record itself. */
const REWRITTEN = ["json", "html", "markdown", "image"];
/** Arrays up to this many bytes are read as a whole, larger ones at their beginning. */
const SMALL_ARRAY = 1024 * 1024;
const ARROW_STREAM = Buffer.from([0xff, 0xff, 0xff, 0xff]);
const ARROW_FILE = Buffer.from("ARROW1");

/** Errors: `step_failed`, `disk_full`; each names the step and the output. */
export async function takeOutput(said: SaidOutput, options: TakeOptions): Promise<StoredContent> {
  const { step, output } = options;
  try {
    const stored = await take(said, materializerOf(said, options), options);
    const { facts } = options;
    return facts === undefined ? stored : { ...stored, metadata: { ...stored.metadata, ...facts } };
  } catch (error) {
    options.call.surroundings.signal.throwIfAborted();
    if (!isZenError(error) || error.details?.["output"] === output) throw error;
    const message = `Output '${output}' of step '${step}' was not taken: ${error.message}`;
    const code = error.code === "artifact_unreadable" ? "step_failed" : error.code;
    throw new ZenError(code, message, {
      hint: error.hint,
      cause: error,
      details: { step, output },
    });
  }
}

function materializerOf(said: SaidOutput, { output, call }: TakeOptions): Materializer<unknown> {
  const declared = call.definition.outputs?.[output];
  const spoken = said.format === undefined ? undefined : materializerFor(said.format);
  if (declared === undefined) return findMaterializer(spoken ?? "file") ?? file;
  const isOther = spoken !== undefined && spoken !== declared.name && said.format !== "bytes";
  if (isOther && findMaterializer(declared.name) !== undefined) {
    throw new ZenError(
      "step_failed",
      `it is declared as '${declared.name}', and the step wrote '${said.format}'`,
      { hint: "Declare what the step writes, or write what is declared." },
    );
  }
  return declared;
}

async function take(
  said: SaidOutput,
  materializer: Materializer<unknown>,
  options: TakeOptions,
): Promise<StoredContent> {
  const { artifactStore: store, signal } = options.call.surroundings;
  const path = join(said.path);
  const size = await sizeOf(path);
  const { name } = materializer;
  if (REWRITTEN.includes(name)) {
    const value = await readBack(path, materializer);
    const { step, output } = options;
    return writeValue(value, { step, output, store, signal, materializer });
  }
  const facts = await factsOf({ path, size, name: said.name }, materializer);
  const isOwned = await isOwnFile(path, options.folder);
  const metadata = { ...said.metadata, ...facts.metadata };
  return storeFile(path, { ...facts, metadata, materializer }, { store, signal, isOwned });
}

interface Found {
  readonly path: string;
  readonly size: number;
  readonly name: string;
}

/** What a value says about itself, without its bytes in memory where that is possible. */
async function factsOf(
  { path, size }: Found,
  materializer: Materializer<unknown>,
): Promise<ValueDescription> {
  if (materializer.name === "bytes") {
    return { data_type: "Uint8Array", preview: `${size} bytes` };
  }
  if (materializer.name === "file") {
    const source = fileOnDisk(path);
    return (
      (await materializer.describe?.(new FileValue({ ...source, name: basename(path) }))) ?? {}
    );
  }
  if (materializer.name === "array" && size > SMALL_ARRAY) return npyFacts(path, size);
  const value = await readBack(path, materializer);
  return (await materializer.describe?.(value)) ?? {};
}

/** Errors: `step_failed` for a file that the materializer does not read. */
async function readBack(path: string, materializer: Materializer<unknown>): Promise<unknown> {
  const { name } = materializer;
  let value: unknown;
  try {
    if (name === "table") await assertArrow(path);
    value = await materializer.read(await fileReader(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ZenError(
      "step_failed",
      `materializer '${name}' cannot read what was written: ${reason}`,
      {
        hint: `Write the output in the layout of '${name}': docs/reference/step-protocol.md.`,
      },
    );
  }
  if (materializer.accepts(value)) return value;
  throw new ZenError(
    "step_failed",
    `it is ${typeInWords(value)}, which '${name}' does not accept`,
    {
      hint: "Declare what the step writes, or write what is declared.",
    },
  );
}

/** What is no Arrow at all would be read as a table without rows. */
async function assertArrow(path: string): Promise<void> {
  const start = Buffer.from(await readBeginning(path, ARROW_FILE.length));
  const isStream = start.subarray(0, ARROW_STREAM.length).equals(ARROW_STREAM);
  if (isStream || start.equals(ARROW_FILE)) return;
  throw new ZenError("step_failed", "the bytes are neither an Arrow stream nor an Arrow file");
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    if (hasErrorCode(error, "ENOENT", "ENOTDIR")) throw missing(path, "is not there");
    throw error;
  });
  if (found.isFile()) return found.size;
  throw missing(path, found.isDirectory() ? "is a folder" : "is no file");
}

function missing(path: string, what: string): ZenError {
  return new ZenError("step_failed", `the file '${path}' ${what}`, {
    hint: "Write the file before the step ends, and give its path.",
  });
}

/** A link may lead to a file that others have too, such as an input's. */
async function isOwnFile(path: string, folder: string): Promise<boolean> {
  const [found, own, real] = await Promise.all([lstat(path), realpath(folder), realpath(path)]);
  return found.isFile() && found.nlink === 1 && real.startsWith(`${own}${sep}`);
}
