// Changes files so that they are seen as they were or as they will be, and nothing in between, also
// when several change at once and the process is killed on the way.
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { ifThere } from "./fs-error.js";

/** A file of the store, relative to its folder, with its new text; null: it goes. */
export interface FileChange {
  readonly path: string;
  readonly text: string | null;
}

export interface WriteOptions {
  /** Whether it is on the disk when the call returns; else whenever the system writes it. Default: true. */
  readonly isSynced?: boolean;
}

const PENDING = ".pending.json";

/** Replaces one file. Several processes may do so at once. */
export function writeWhole(
  file: string,
  text: string,
  { isSynced = true }: WriteOptions = {},
): void {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    writeText(temporary, text, isSynced);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  if (isSynced) syncFolder(dirname(file));
}

/** For whoever holds the lock: all changes or none. */
export function writeTogether(
  root: string,
  changes: readonly FileChange[],
  { isSynced = true }: WriteOptions = {},
): void {
  const written: string[] = [];
  try {
    for (const { path, text } of changes) {
      if (text === null) continue;
      const file = temporaryOf(join(root, path));
      written.push(file);
      writeInFolder(file, text, isSynced);
    }
    const plan = changes.map(({ path, text }) => ({ path, isRemoved: text === null }));
    // From here on it will be done, by this process or by the next one.
    if (plan.length > 1) writeWhole(join(root, PENDING), JSON.stringify(plan), { isSynced });
    carryOut(root, plan, isSynced);
  } catch (error) {
    if (!isPending(root)) for (const file of written) rmSync(file, { force: true });
    throw error;
  }
}

/** Whether a process was killed while it changed several files. */
export function isPending(root: string): boolean {
  return statSync(join(root, PENDING), { throwIfNoEntry: false }) !== undefined;
}

/** For whoever holds the lock: does what a killed process had decided to do. */
export function finishPending(root: string): void {
  // Looking first: a file that cannot be read costs ten times as much, and there is hardly ever one.
  if (!isPending(root)) return;
  const text = ifThere(() => readFileSync(join(root, PENDING), "utf8"));
  if (text !== undefined) carryOut(root, JSON.parse(text), true);
}

interface Planned {
  readonly path: string;
  readonly isRemoved: boolean;
}

/** May be done again from any point. */
function carryOut(root: string, plan: readonly Planned[], isSynced: boolean): void {
  for (const { path, isRemoved } of plan) {
    const file = join(root, path);
    if (isRemoved) rmSync(file, { force: true });
    else ifThere(() => renameSync(temporaryOf(file), file));
  }
  const folders = new Set(plan.map(({ path }) => dirname(join(root, path))));
  if (isSynced) for (const folder of folders) syncFolder(folder);
  if (plan.length > 1) rmSync(join(root, PENDING), { force: true });
}

function temporaryOf(file: string): string {
  return join(dirname(file), `.${basename(file)}.tmp`);
}

/** Makes the folder when it is missing, which is once in a store's life. */
function writeInFolder(file: string, text: string, isSynced: boolean): void {
  const isWritten = ifThere(() => {
    writeText(file, text, isSynced);
    return true;
  });
  if (isWritten === true) return;
  mkdirSync(dirname(file), { recursive: true });
  writeText(file, text, isSynced);
}

function writeText(file: string, text: string, isSynced: boolean): void {
  const handle = openSync(file, "w");
  try {
    // Goes on after a short write, which a nearly full disk gives.
    writeFileSync(handle, text);
    if (isSynced) fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A new name is on the disk only when its folder is. Not every system lets a folder be opened. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
