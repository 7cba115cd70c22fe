// Writes everything that a store holds into one file.
import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ResourceName } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";
import { endLine, entityLine, headerLine } from "./backup-format.js";
import { storeSource } from "./entry.js";
import { fileTrouble } from "./file-trouble.js";
import { Contents } from "./store-digest.js";
import type { ResourceDigest } from "./store-digest.js";

export interface BackupOptions {
  readonly store: ZenStore;
  /** Replaced as a whole when everything is in it. */
  readonly file: string;
  /** Now, in ISO 8601 UTC. */
  readonly created: string;
  /** Called when all was read; what it throws leaves the file as it was. */
  readonly onRead?: (() => void) | undefined;
}

export interface BackupResult {
  readonly file: string;
  readonly resources: Readonly<Record<ResourceName, ResourceDigest>>;
}

/** Configurations may hold what is nobody else's business. */
const OWNER_ONLY = 0o600;
const BLOCK = 256 * 1024;

/** Errors: `not_found`, `forbidden`, `disk_full`, those of the store. */
export async function backupStore(options: BackupOptions): Promise<BackupResult> {
  const { file } = options;
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    const handle = await open(temporary, "w", OWNER_ONLY);
    try {
      const contents = await writeLines(handle, options);
      await handle.sync();
      await handle.close();
      await rename(temporary, file);
      return { file, resources: contents.digest() };
    } finally {
      // A second time does nothing.
      await handle.close();
      await rm(temporary, { force: true });
    }
  } catch (error) {
    throw fileTrouble(`write the backup ${file}`, error);
  }
}

async function writeLines(handle: FileHandle, options: BackupOptions): Promise<Contents> {
  const { store, created, onRead } = options;
  const hash = createHash("sha256");
  const contents = new Contents();
  let block = headerLine(created);
  const flush = async (): Promise<void> => {
    hash.update(block);
    await handle.appendFile(block);
    block = "";
  };
  for await (const entry of storeSource(store).entries()) {
    contents.add(entry);
    block += entityLine(entry);
    if (block.length >= BLOCK) await flush();
  }
  onRead?.();
  await flush();
  await handle.appendFile(endLine(contents.digest(), hash.digest("hex")));
  return contents;
}
