import { open } from "node:fs/promises";
import { hasErrorCode } from "../../artifacts/error-code.js";

/** Brings the names in a folder to the disk, so that a power cut cannot lose a file that was moved there. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await openFolder(folder);
  if (handle === undefined) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Windows cannot open folders, and needs no sync of them. */
async function openFolder(folder: string): Promise<Awaited<ReturnType<typeof open>> | undefined> {
  try {
    return await open(folder);
  } catch (error) {
    if (hasErrorCode(error, "EISDIR", "EPERM")) return undefined;
    throw error;
  }
}
