// The files that a declared path, folder or pattern stands for, and what they are known by.
import { createHash } from "node:crypto";
import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import { isMissing } from "./file-hashes.js";
import type { FileHashes } from "./file-hashes.js";
import { globExpression, globFolder, isGlob } from "./glob.js";

/** What a declared file that is not there is known by. */
export const MISSING = "missing";

/** More than this are known by one hash together: each would be a line in the record of each step. */
const MOST_NAMED = 40;
const MOST_FILES = 100_000;
const AT_ONCE = 16;
const SKIPPED = new Set(["node_modules", ".git", ".zen"]);

/** Declared path or file → hash. Rejects with a reason when a file cannot be read. */
export async function fileHashesOf(
  declared: string,
  root: string,
  known: FileHashes,
): Promise<ReadonlyMap<string, string>> {
  const normal = declared.replaceAll("\\", "/").replace(/^\.\//, "").replace(/\/+$/, "");
  const files = await filesOf(normal, root);
  if (files === undefined) return new Map([[normal, MISSING]]);
  const hashes = await hashAll(files, root, known);
  if (files.length === 0) return new Map([[normal, "no files"]]);
  return hashes.size <= MOST_NAMED ? hashes : new Map([[normal, summaryOf(hashes)]]);
}

/** Undefined: there is nothing of that name. */
async function filesOf(declared: string, root: string): Promise<readonly string[] | undefined> {
  if (isGlob(declared)) {
    const folder = globFolder(declared);
    const expression = globExpression(declared);
    const found = await filesBelow(placeOf(folder, root), root);
    return found.filter((file) => expression.test(file));
  }
  const found = await stat(placeOf(declared, root)).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (found === undefined) return undefined;
  return found.isDirectory() ? filesBelow(placeOf(declared, root), root) : [declared];
}

function placeOf(path: string, root: string): string {
  return isAbsolute(path) ? path : join(root, path);
}

/** Named relative to the root, in an order that no locale changes. Linked folders are not entered. */
async function filesBelow(folder: string, root: string): Promise<string[]> {
  const found: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of await entriesOf(next)) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) waiting.push(path);
      } else if (entry.isFile() || entry.isSymbolicLink()) found.push(nameOf(path, root));
      if (found.length > MOST_FILES) throw new Error(`it has more than ${MOST_FILES} files`);
    }
  }
  return found.sort();
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function nameOf(path: string, root: string): string {
  return relative(root, path).split(sep).join("/");
}

async function hashAll(
  files: readonly string[],
  root: string,
  known: FileHashes,
): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = files.slice(start, start + AT_ONCE);
    const found = await Promise.all(some.map((file) => hashOf(placeOf(file, root), known)));
    some.forEach((file, index) => hashes.set(file, found[index] ?? MISSING));
  }
  return hashes;
}

async function hashOf(path: string, known: FileHashes): Promise<string | undefined> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? "a link to a folder" : known.of(path);
}

function summaryOf(hashes: ReadonlyMap<string, string>): string {
  const text = JSON.stringify([...hashes]);
  return `${hashes.size} files, sha256:${createHash("sha256").update(text).digest("hex")}`;
}
