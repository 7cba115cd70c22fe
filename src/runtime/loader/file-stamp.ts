// Tells whether files are as they were, by stat where that is certain and by content where it is not.
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import * as z from "zod/mini";

/** Path, size, time of last write, time of last change, hash of the content. */
export const FileStamp = z.tuple([z.string(), z.number(), z.number(), z.number(), z.string()]);
export type FileStamp = z.infer<typeof FileStamp>;

/** File systems note times in ticks: what was written this long ago may share one with a later write. */
const TICK_MS = 100;

/** `content`: what was read of the file. Undefined when the file is gone. */
export function stampFile(path: string, content: Uint8Array | string): FileStamp | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  return [path, stats.size, stats.mtimeMs, stats.ctimeMs, contentHash(content)];
}

/** `since`: when the content was read; a file that was written just before is compared by content. */
export function isUnchanged(stamp: FileStamp, since: number): boolean {
  const [path, size, mtime, ctime, hash] = stamp;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.size !== size) return false;
  const isSame = stats.mtimeMs === mtime && stats.ctimeMs === ctime;
  if (isSame && Math.max(mtime, ctime) < since - TICK_MS) return true;
  return hashOf(path) === hash;
}

export function contentHash(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}

function hashOf(path: string): string | undefined {
  try {
    return contentHash(readFileSync(path));
  } catch {
    return undefined;
  }
}
