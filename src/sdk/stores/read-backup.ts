// Reads a backup, and believes it only when its end is there and says what was read before it.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { ZenError } from "../../domain/errors.js";
import { RESOURCE_NAMES } from "../../domain/resources.js";
import { entityProblems } from "../../store/session/validate.js";
import { FORMAT_VERSION, readBackupLine } from "./backup-format.js";
import type { BackupHeader, BackupLine } from "./backup-format.js";
import type { Entry, EntrySource } from "./entry.js";
import { fileTrouble } from "./file-trouble.js";
import { splitLines } from "./split-lines.js";
import { Contents } from "./store-digest.js";

export interface CheckedBackup extends EntrySource {
  readonly header: BackupHeader;
}

/** Errors: `not_found`, `store_corrupt` with the line, `store_too_new`. */
export async function readBackup(file: string): Promise<CheckedBackup> {
  const hash = createHash("sha256");
  const contents = new Contents();
  let header: BackupHeader | undefined;
  let hasEnded = false;
  for await (const { bytes, line, number } of linesOf(file)) {
    if (hasEnded) throw corrupt(file, number, "something follows its end");
    if (line.line === "header") header = checkHeader(file, number, line);
    else if (header === undefined) throw corrupt(file, number, "it does not begin as a backup");
    else if (line.line === "entity") contents.add(entryOf(file, number, line));
    else hasEnded = checkEnd(file, { line, sha256: hash.copy().digest("hex"), contents });
    hash.update(bytes);
  }
  if (header === undefined) throw corrupt(file, 1, "it is empty");
  if (!hasEnded) throw corrupt(file, undefined, "its end is missing");
  return { header, entries: () => entriesOf(file) };
}

async function* entriesOf(file: string): AsyncIterable<Entry> {
  for await (const { line, number } of linesOf(file)) {
    if (line.line === "entity") yield entryOf(file, number, line);
  }
}

interface NumberedLine {
  readonly bytes: Buffer;
  readonly line: BackupLine;
  readonly number: number;
}

async function* linesOf(file: string): AsyncIterable<NumberedLine> {
  let number = 0;
  const chunks: AsyncIterable<Uint8Array> = createReadStream(file, { highWaterMark: 1024 * 1024 });
  try {
    for await (const bytes of splitLines(chunks)) {
      number += 1;
      const line = readBackupLine(bytes.toString("utf8"));
      if (line === undefined) throw corrupt(file, number, "it is no line of a backup");
      yield { bytes, line, number };
    }
  } catch (error) {
    throw fileTrouble(`read the backup ${file}`, error);
  }
}

function checkHeader(
  file: string,
  number: number,
  header: Extract<BackupLine, { line: "header" }>,
): BackupHeader {
  if (number > 1) throw corrupt(file, number, "a second beginning");
  const { format_version: version, zenml_version } = header;
  if (version <= FORMAT_VERSION) return header;
  throw new ZenError(
    "store_too_new",
    `The backup ${file} has format ${version}; this program knows up to ${FORMAT_VERSION}.`,
    { hint: `It was made by zenml ${zenml_version}: npm install zenml@latest` },
  );
}

/** Every field is checked, as when it is created. */
function entryOf(
  file: string,
  number: number,
  { resource, entity }: Extract<BackupLine, { line: "entity" }>,
): Entry {
  const [problem] = entityProblems(resource, entity);
  if (problem === undefined) return { resource, entity } as unknown as Entry;
  throw corrupt(file, number, `${resource} ${problem.field}: ${problem.message}`);
}

interface Ending {
  readonly line: Extract<BackupLine, { line: "end" }>;
  readonly sha256: string;
  readonly contents: Contents;
}

function checkEnd(file: string, { line, sha256, contents }: Ending): true {
  const digest = contents.digest();
  const missing = RESOURCE_NAMES.filter((name) => digest[name].count !== (line.counts[name] ?? 0));
  if (line.sha256 === sha256 && missing.length === 0) return true;
  throw corrupt(file, undefined, "its checksum is not that of its contents");
}

function corrupt(file: string, line: number | undefined, reason: string): ZenError {
  const place = line === undefined ? file : `${file}:${line}`;
  return new ZenError("store_corrupt", `The backup cannot be used: ${place}: ${reason}.`, {
    hint: "Nothing was written. Take another backup.",
    details: { file, line },
  });
}
