// Files that nobody but this user may read, written as a whole: readers see the old text or the new one.
import { randomUUID } from "node:crypto";
import { link, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hasErrorCode } from "../../artifacts/error-code.js";
import { ZenError } from "../../domain/errors.js";

const OWNER_ONLY = 0o600;
const OWNER_FOLDER = 0o700;

/** Errors: `disk_full`, `store_read_only`. */
export async function replaceOwnFile(file: string, text: string): Promise<void> {
  await withTemporary(file, text, (temporary) => rename(temporary, file));
}

/** Leaves a file that is there as it is. Errors: `disk_full`, `store_read_only`. */
export async function createOwnFile(file: string, text: string): Promise<void> {
  await withTemporary(file, text, async (temporary) => {
    try {
      await link(temporary, file);
    } catch (error) {
      if (!hasErrorCode(error, "EEXIST")) throw error;
    }
  });
}

async function withTemporary(
  file: string,
  text: string,
  use: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(file);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true, mode: OWNER_FOLDER });
    const handle = await open(temporary, "wx", OWNER_ONLY);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await use(temporary);
  } catch (error) {
    throw writeError(file, error);
  } finally {
    await rm(temporary, { force: true });
  }
}

function writeError(file: string, cause: unknown): unknown {
  if (hasErrorCode(cause, "ENOSPC", "EDQUOT")) {
    return new ZenError("disk_full", `Cannot write ${file}: the disk is full.`, {
      hint: "Free some space and try again; what was there is unchanged.",
      cause,
    });
  }
  if (!hasErrorCode(cause, "EACCES", "EPERM", "EROFS", "ENOTDIR", "EISDIR")) return cause;
  return new ZenError("store_read_only", `Cannot write ${file}.`, {
    hint: `Correct the permissions of ${dirname(file)}.`,
    cause,
  });
}
