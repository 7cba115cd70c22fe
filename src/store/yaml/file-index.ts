// What was last read from each file, kept beside the store so that an unchanged file is not read again.
// Only a cache: each row is believed as long as its file looks as it did then.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { Stats } from "node:fs";
import { join } from "node:path";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { VERSION } from "../../util/version.js";
import type { Row } from "../row.js";

export interface IndexEntry {
  readonly stamp: string;
  readonly row: Row;
}

/** File name → what was read from it. */
export type FileIndex = Map<string, IndexEntry>;

const FOLDER = ".index";

/** Two states of a file that look alike were written in one tick of the clock, at one size, in one place. */
export function stampOf({ mtimeMs, ctimeMs, size, ino }: Stats): string {
  return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
}

/** Empty when there is none, or one of another version of the program. */
export function readIndex(root: string, resource: ResourceName): FileIndex {
  try {
    const text = readFileSync(fileOf(root, resource), "utf8");
    const { version, entries }: { version: unknown; entries: [string, IndexEntry][] } =
      JSON.parse(text);
    return new Map(version === VERSION ? entries : []);
  } catch {
    return new Map();
  }
}

/** A folder that cannot be written can still be read. */
export function writeIndex(root: string, resource: ResourceName, index: FileIndex): void {
  const file = fileOf(root, resource);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(join(root, FOLDER), { recursive: true });
    writeFileSync(temporary, JSON.stringify({ version: VERSION, entries: [...index] }));
    renameSync(temporary, file);
  } catch {
    rmSync(temporary, { force: true });
  }
}

export function logFile(root: string): string {
  return join(root, FOLDER, "changes.log");
}

function fileOf(root: string, resource: ResourceName): string {
  return join(root, FOLDER, `${RESOURCES[resource].plural}.json`);
}
