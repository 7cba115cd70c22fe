// Temporary files that a killed process left behind. Their names say which process on which machine,
// because several may share the folder.
import { createHash } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { hasErrorCode } from "../../artifacts/error-code.js";

const MINUTE = 60_000;
/** Guards against another container with the same host name, whose processes are not seen here. */
const QUIET = 10 * MINUTE;
/** A file of another machine, or of a process whose number was given again. */
const ABANDONED = 24 * 60 * MINUTE;

export function leftoverPrefix(): string {
  return `${hostTag()}.${process.pid}.`;
}

/** Removes the files of dead processes from a folder of temporary files. */
export async function removeLeftovers(folder: string, now: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    if (await isLeftover(path, name, now)) await rm(path, { force: true });
  }
}

async function isLeftover(path: string, name: string, now: number): Promise<boolean> {
  const [host, pid] = name.split(".");
  if (name.startsWith(leftoverPrefix())) return false;
  const age = now - (await lastWritten(path, now));
  if (age > ABANDONED) return true;
  return host === hostTag() && age > QUIET && !isAlive(Number(pid));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return [];
    throw error;
  }
}

/** A file that is gone meanwhile counts as just written: there is nothing to remove. */
async function lastWritten(path: string, now: number): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return now;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return hasErrorCode(error, "EPERM");
  }
}

function hostTag(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
}
