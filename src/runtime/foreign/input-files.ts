// Puts the inputs of a step where a process can read them: a link to the artifact store's own file
// where it has one, else a copy in the step's temporary folder.
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { stat, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { encodeJson } from "../../artifacts/formats/encode-json.js";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import { hasErrorCode } from "../../artifacts/error-code.js";
import type { StoredContent } from "../../artifacts/stored-content.js";
import { typeName } from "../../artifacts/type-name.js";
import type { Json } from "../../domain/entities/fields.js";
import { isZenError, ZenError } from "../../domain/errors.js";
import type { StepTask } from "../step-task.js";
import { fileFormat } from "./file-formats.js";
import type { InputFile } from "./messages.js";

export interface InputOptions {
  readonly folder: string;
  readonly store: ArtifactStore;
  readonly signal: AbortSignal;
  /** Input → materializer that it is declared as; undefined: anything. */
  readonly declared: Readonly<Record<string, string>> | undefined;
}

/** A file of the store that a step was shown, as it was before. */
interface Shown {
  readonly input: string;
  readonly path: string;
  /** Its path inside the store. */
  readonly stored: string;
  readonly size: number;
  readonly mtimeMs: number;
}

export interface InputFiles {
  readonly files: Readonly<Record<string, InputFile>>;
  /** Errors: `step_failed` when the step wrote to what it may only read. */
  assertUnchanged(): Promise<void>;
}

export async function inputFiles(task: StepTask, options: InputOptions): Promise<InputFiles> {
  checkInputs(task, options.declared);
  const folder = join(options.folder, "inputs");
  mkdirSync(folder);
  const shown: Shown[] = [];
  const files: Record<string, InputFile> = {};
  for (const [name, input] of Object.entries(task.inputs)) {
    const place = {
      ...options,
      folder,
      name,
      label: `input '${name}' of step '${task.step.name}'`,
    };
    files[name] =
      "value" in input
        ? literalFile(input.value, place)
        : await artifactFile(input.artifact, place, shown);
  }
  return {
    files,
    assertUnchanged: () => assertUnchanged(shown, { step: task.step.name, store: options.store }),
  };
}

/** A wiring that was not type-checked gets here with anything. */
function checkInputs(task: StepTask, declared: InputOptions["declared"]): void {
  if (declared === undefined) return;
  const given = Object.keys(task.inputs);
  const problems = [
    ...Object.keys(declared)
      .filter((name) => !given.includes(name))
      .map((name) => `nothing is given for '${name}'`),
    ...given
      .filter((name) => !Object.hasOwn(declared, name))
      .map((name) => `'${name}' is not declared`),
    ...Object.entries(task.inputs).flatMap(([name, input]) => {
      const found = "value" in input ? "json" : input.artifact.materializer;
      const wanted = declared[name];
      return wanted === undefined || wanted === found
        ? []
        : [`'${name}' is declared as '${wanted}' and is '${found}'`];
    }),
  ];
  if (problems.length === 0) return;
  throw new ZenError(
    "step_failed",
    `The inputs of step '${task.step.name}' are not what it declares: ${problems.join("; ")}.`,
    { hint: "Declare each input with the materializer of the output that is passed." },
  );
}

interface Place extends InputOptions {
  readonly name: string;
  readonly label: string;
}

function literalFile(value: Json, { folder, name }: Place): InputFile {
  const path = join(folder, `${fileNameOf(name)}.json`);
  const text = encodeJson(value);
  writeFileSync(path, text);
  return {
    path,
    format: "json",
    materializer: "json",
    data_type: typeName(value),
    media_type: "application/json",
    size: Buffer.byteLength(text),
    metadata: {},
  };
}

async function artifactFile(
  artifact: StoredContent,
  place: Place,
  shown: Shown[],
): Promise<InputFile> {
  const { materializer, data_type, media_type, size, metadata } = artifact;
  const path = placeFor(artifact, place);
  if (artifact.inline !== null) writeFileSync(path, artifact.inline);
  else if (artifact.path !== null) await showFile(artifact, path, { place, shown });
  else throw unreadable(place.label, "its record does not say where its bytes lie");
  const { format } = fileFormat(materializer);
  return { path, format, materializer, data_type, media_type, size, metadata };
}

/** A file keeps its name, which its readers may go by. */
function placeFor({ materializer, metadata }: StoredContent, place: Place): string {
  const own = join(place.folder, fileNameOf(place.name));
  const name = metadata["file_name"];
  if (materializer !== "file" || typeof name !== "string") {
    return `${own}${fileFormat(materializer).ending}`;
  }
  mkdirSync(own);
  return join(own, fileNameOf(basename(name)));
}

async function showFile(
  { path: stored, size }: StoredContent,
  path: string,
  { place, shown }: { place: Place; shown: Shown[] },
): Promise<void> {
  const { store, label, signal } = place;
  const local = store.localPath?.(stored ?? "");
  if (local === undefined) {
    await pipeline(store.stream(stored ?? ""), createWriteStream(path, { mode: 0o444 }), {
      signal,
    });
    return;
  }
  const found = await stat(local).catch((error: unknown) => {
    if (hasErrorCode(error, "ENOENT", "ENOTDIR"))
      throw unreadable(label, `the file '${local}' is gone`);
    throw error;
  });
  if (found.size !== size) throw unreadable(label, `it has ${found.size} bytes instead of ${size}`);
  shown.push({
    input: place.name,
    path: local,
    stored: stored ?? "",
    size,
    mtimeMs: found.mtimeMs,
  });
  await symlink(local, path);
}

async function assertUnchanged(
  shown: readonly Shown[],
  { step, store }: { readonly step: string; readonly store: ArtifactStore },
): Promise<void> {
  for (const { input, path, stored, size, mtimeMs } of shown) {
    const now = await stat(path).catch(() => undefined);
    if (now?.size === size && (now.mtimeMs === mtimeMs || (await isIntact(stored, store))))
      continue;
    throw new ZenError(
      "step_failed",
      `Step '${step}' changed the file of its input '${input}', which others read too: '${path}'.`,
      {
        hint: "Copy the file before changing it; run the step that made it again with --no-cache.",
      },
    );
  }
}

/** Its time alone changes too when somebody else writes the same bytes again. */
async function isIntact(stored: string, store: ArtifactStore): Promise<boolean> {
  try {
    await pipeline(
      store.stream(stored),
      new Writable({ write: (_chunk, _encoding, done) => done() }),
    );
    return true;
  } catch (error) {
    if (isZenError(error, "artifact_unreadable")) return false;
    throw error;
  }
}

/** Inputs may be called anything; files may not. */
function fileNameOf(name: string): string {
  const encoded = encodeURIComponent(name.replaceAll(/\p{Cs}/gu, "_")).replaceAll("%20", " ");
  return /^\.*$/.test(encoded) ? `_${encoded}` : encoded.slice(0, 200);
}

function unreadable(label: string, reason: string): ZenError {
  return new ZenError("artifact_unreadable", `Artifact ${label}: ${reason}.`, {
    hint: "Run the pipeline again with --no-cache to write the artifact anew.",
  });
}
