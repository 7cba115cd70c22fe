// All content of a store's folder, and its removal while others may be writing the same.
import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { StoredFile } from "../../artifacts/artifact-store.js";
import { hasErrorCode } from "../../artifacts/error-code.js";
import { leftoverPrefix } from "./leftovers.js";

export async function* storedFiles(root: string): AsyncGenerator<StoredFile> {
  for (const folder of await namesIn(join(root, "sha256"), /^[0-9a-f]{2}$/)) {
    for (const name of await namesIn(join(root, "sha256", folder), /^[0-9a-f]{62}$/)) {
      const path = `sha256/${folder}/${name}`;
      const found = await stat(join(root, path)).catch(missing);
      if (found?.isFile() === true) yield { path, size: found.size, written: found.mtime };
    }
  }
}

/** What was written since then is safe without being marked again. */
const RECENT = 60_000;

/** Who writes what is there already says so: its bytes are in use again, though no record says so yet. */
export async function markWritten(
  file: string,
  { mtimeMs }: { readonly mtimeMs: number },
): Promise<void> {
  const now = Date.now();
  if (mtimeMs > now - RECENT && mtimeMs <= now) return;
  try {
    await utimes(file, now / 1000, now / 1000);
  } catch (error) {
    // Another user's file in a shared folder: it can be used, but not marked, nor removed.
    if (!hasErrorCode(error, "EPERM", "EACCES", "EROFS")) throw error;
  }
}

interface RemoveOptions {
  /** Folder of the same disk, cleaned of what a killed process leaves there. */
  readonly temporary: string;
  readonly unlessWrittenAfter: Date;
}

/** Out of sight first, then looked at again: whoever writes it from then on writes it anew. */
export async function removeContent(
  file: string,
  { temporary, unlessWrittenAfter }: RemoveOptions,
): Promise<boolean> {
  const isUsed = async (path: string) => (await stat(path)).mtime > unlessWrittenAfter;
  const aside = join(temporary, `${leftoverPrefix()}${randomUUID()}.removed`);
  try {
    if (await isUsed(file)) return false;
    await mkdir(temporary, { recursive: true });
    await rename(file, aside);
    if (await isUsed(aside)) {
      await rename(aside, file);
      return false;
    }
    await rm(aside, { force: true });
    return true;
  } catch (error) {
    if (hasErrorCode(error, "ENOENT", "ENOTDIR")) return false;
    throw error;
  }
}

async function namesIn(folder: string, form: RegExp): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => form.test(name));
  } catch (error) {
    if (hasErrorCode(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  }
}

function missing(error: unknown): undefined {
  if (hasErrorCode(error, "ENOENT")) return undefined;
  throw error;
}
