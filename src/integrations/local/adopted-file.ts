import { createHash } from "node:crypto";
import { chmod, open, rename, utimes } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { BLOCK } from "./blocks.js";
import { READ_ONLY } from "./temporary-file.js";

/** A file that somebody else wrote and gave away; its bytes are on the disk once it is read. */
export class AdoptedFile {
  readonly path: string;
  readonly digest: string;
  readonly size: number;

  private constructor(path: string, digest: string, size: number) {
    this.path = path;
    this.digest = digest;
    this.size = size;
  }

  /** Each block is hashed while the next one is read and the disk takes what it has not got yet. */
  static async read(path: string, signal?: AbortSignal): Promise<AdoptedFile> {
    const handle = await open(path);
    try {
      const [{ digest, size }] = await Promise.all([hashOf(handle, signal), handle.datasync()]);
      return new AdoptedFile(path, digest, size);
    } finally {
      await handle.close();
    }
  }

  async moveTo(target: string): Promise<void> {
    // When it was written counts from now on: files may be given away that are older than they look.
    const now = Date.now() / 1000;
    await utimes(this.path, now, now);
    await chmod(this.path, READ_ONLY);
    await rename(this.path, target);
  }
}

async function hashOf(handle: FileHandle, signal: AbortSignal | undefined) {
  const hash = createHash("sha256");
  const blocks = [Buffer.allocUnsafeSlow(BLOCK), Buffer.allocUnsafeSlow(BLOCK)] as const;
  let size = 0;
  let [current, next] = blocks;
  let read = await handle.read(current, 0, BLOCK, 0);
  while (read.bytesRead > 0) {
    signal?.throwIfAborted();
    size += read.bytesRead;
    const reading = handle.read(next, 0, BLOCK, size);
    hash.update(current.subarray(0, read.bytesRead));
    read = await reading;
    [current, next] = [next, current];
  }
  return { digest: hash.digest("hex"), size };
}

/** The blocks of a file, for a disk that it cannot be moved to. */
export async function* blocksIn(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path);
  try {
    for (;;) {
      const block = Buffer.allocUnsafeSlow(BLOCK);
      const { bytesRead } = await handle.read(block, 0, BLOCK);
      if (bytesRead === 0) return;
      yield block.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
