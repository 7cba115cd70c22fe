// Hashes of files, each computed once as long as the file's size and times stay as they are: many
// steps may declare the same large file.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

interface Known {
  readonly stamp: string;
  readonly hash: Promise<string>;
}

/** How often a file that is written to meanwhile is read anew. */
const ATTEMPTS = 3;

export class FileHashes {
  readonly #known = new Map<string, Known>();

  /** Undefined when there is no such file. Rejects for what cannot be read, and for what keeps changing. */
  async of(path: string): Promise<string | undefined> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = await stampOf(path);
      if (before === undefined) return undefined;
      const hash = await this.#hash(path, before);
      if ((await stampOf(path)) === before) return hash;
    }
    throw new Error("it changes while it is read");
  }

  #hash(path: string, stamp: string): Promise<string> {
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.hash;
    const hash = hashFile(path);
    this.#known.set(path, { stamp, hash });
    hash.catch(() => this.#known.delete(path));
    return hash;
  }
}

async function stampOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (found === undefined) return undefined;
  // A pipe or a device has no content to be known by, and reading it may never end.
  if (!found.isFile()) throw new Error("it is neither a file nor a folder");
  return [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(":");
}

export function isMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === "ENOENT" || error.code === "ENOTDIR";
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
}
