import { createHash, randomUUID } from "node:crypto";
import type { Hash } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { leftoverPrefix } from "./leftovers.js";

/** What is stored never changes: nobody may write to it, by accident either. */
export const READ_ONLY = 0o444;

/** What is needed of an open file; a `FileHandle` of Node has it. */
export interface WritableFile {
  write(block: Uint8Array, offset: number, length: number): Promise<{ bytesWritten: number }>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

export type OpenFile = (path: string, flags: string, mode: number) => Promise<WritableFile>;

/** A file that is being written and hashed; it is either moved into place or removed. */
export class TemporaryFile {
  readonly #path: string;
  readonly #handle: WritableFile;
  readonly #hash: Hash = createHash("sha256");
  #size = 0;
  #isOpen = true;
  #isMoved = false;

  private constructor(path: string, handle: WritableFile) {
    this.#path = path;
    this.#handle = handle;
  }

  static async create(folder: string, openFile: OpenFile = open): Promise<TemporaryFile> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${leftoverPrefix()}${randomUUID()}`);
    return new TemporaryFile(path, await openFile(path, "wx", READ_ONLY));
  }

  get size(): number {
    return this.#size;
  }

  /** Hashes the block while a thread of the pool writes it. */
  async append(block: Uint8Array): Promise<void> {
    const writing = writeAll(this.#handle, block);
    this.#hash.update(block);
    this.#size += block.length;
    await writing;
  }

  /** SHA-256 of all that was appended, as hex; ends the writing. */
  digest(): string {
    return this.#hash.digest("hex");
  }

  /** Brings the bytes to the disk, then moves the file. */
  async moveTo(target: string): Promise<void> {
    await this.#handle.datasync();
    await this.#close();
    await rename(this.#path, target);
    this.#isMoved = true;
  }

  /** Removes what was not moved. */
  async discard(): Promise<void> {
    if (this.#isMoved) return;
    await this.#close();
    await rm(this.#path, { force: true });
  }

  async #close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#handle.close();
  }
}

/** A nearly full disk takes a part of a block before it refuses the rest. */
async function writeAll(handle: WritableFile, block: Uint8Array): Promise<void> {
  let written = 0;
  while (written < block.length) {
    const { bytesWritten } = await handle.write(block, written, block.length - written);
    written += bytesWritten;
  }
}
