// Artifacts in a folder of this machine, by the hash of their content. Nothing is visible under its
// path before it is complete and on the disk. Knows bytes only: no values, steps or records.
import { createHash } from "node:crypto";
import { access, mkdir, realpath, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type {
  ArtifactStore,
  ReadRange,
  StoredBytes,
  StoredFile,
} from "../../artifacts/artifact-store.js";
import { hasErrorCode } from "../../artifacts/error-code.js";
import { ZenError } from "../../domain/errors.js";
import { AdoptedFile, blocksIn } from "./adopted-file.js";
import { BLOCK, blocksOf } from "./blocks.js";
import { contentPath, digestOf } from "./content-path.js";
import { removeLeftovers } from "./leftovers.js";
import { readContent, streamContent } from "./read-content.js";
import { markWritten, removeContent, storedFiles } from "./stored-files.js";
import { syncFolder } from "./sync-folder.js";
import { type OpenFile, TemporaryFile } from "./temporary-file.js";
import { ours, writeError, WriteFailure } from "./write-error.js";

export interface LocalArtifactStoreOptions {
  /** Folder of the store; made when the first artifact is written. */
  readonly root: string;
  /** How files are opened for writing. */
  readonly openFile?: OpenFile | undefined;
}

type Bytes = Uint8Array | AsyncIterable<Uint8Array>;

export function localArtifactStore(options: LocalArtifactStoreOptions): ArtifactStore {
  return new LocalArtifactStore(resolve(options.root), options.openFile);
}

class LocalArtifactStore implements ArtifactStore {
  readonly #root: string;
  readonly #temporary: string;
  readonly #openFile: OpenFile | undefined;
  #isCleaned = false;

  constructor(root: string, openFile: OpenFile | undefined) {
    this.#root = root;
    this.#openFile = openFile;
    this.#temporary = join(root, "tmp");
  }

  async write(content: Bytes, signal?: AbortSignal): Promise<StoredBytes> {
    signal?.throwIfAborted();
    try {
      return (await this.#findSmall(content)) ?? (await this.#writeNew(content, signal));
    } catch (error) {
      // By now the unfinished file is removed, so that the free space is told truly.
      if (!(error instanceof WriteFailure)) throw error;
      throw await writeError(error.cause, this.#root, content);
    }
  }

  async adopt(path: string, signal?: AbortSignal): Promise<StoredBytes> {
    signal?.throwIfAborted();
    const file = await AdoptedFile.read(path, signal);
    const stored = describe(file.digest, file.size);
    if (!(await this.#holds(stored)) && !(await this.#take(file, stored))) {
      await this.write(blocksIn(path), signal);
    }
    await rm(path, { force: true });
    return stored;
  }

  async read(path: string): Promise<Uint8Array> {
    return readContent(await this.#realPath(path), digestOf(path));
  }

  async *stream(path: string, range?: ReadRange): AsyncGenerator<Uint8Array> {
    yield* streamContent(await this.#realPath(path), digestOf(path), range);
  }

  async exists(path: string): Promise<boolean> {
    try {
      await access(this.localPath(path));
      return true;
    } catch (error) {
      if (hasErrorCode(error, "ENOENT", "ENOTDIR")) return false;
      throw error;
    }
  }

  async size(path: string): Promise<number | undefined> {
    try {
      return (await stat(this.localPath(path))).size;
    } catch (error) {
      if (hasErrorCode(error, "ENOENT", "ENOTDIR")) return undefined;
      throw error;
    }
  }

  list(): AsyncIterable<StoredFile> {
    return storedFiles(this.#root);
  }

  async remove(path: string, unlessWrittenAfter: Date): Promise<boolean> {
    const file = this.localPath(path);
    return removeContent(file, { temporary: this.#temporary, unlessWrittenAfter });
  }

  localPath(path: string): string {
    digestOf(path);
    return join(this.#root, path);
  }

  /** What fits in one block is hashed first, which saves the writing of what is there already. */
  async #findSmall(content: Bytes): Promise<StoredBytes | undefined> {
    if (!(content instanceof Uint8Array) || content.length > BLOCK) return undefined;
    const stored = describe(createHash("sha256").update(content).digest("hex"), content.length);
    return (await this.#holds(stored)) ? stored : undefined;
  }

  async #writeNew(content: Bytes, signal: AbortSignal | undefined): Promise<StoredBytes> {
    await this.#cleanOnce();
    const file = await ours(TemporaryFile.create(this.#temporary, this.#openFile));
    try {
      for await (const block of blocksOf(content, signal)) {
        signal?.throwIfAborted();
        await ours(file.append(block));
      }
      signal?.throwIfAborted();
      const stored = describe(file.digest(), file.size);
      if (!(await this.#holds(stored))) await ours(this.#place(file, stored));
      return stored;
    } finally {
      await file.discard();
    }
  }

  /** False for a file that lies on another disk. */
  async #take(file: AdoptedFile, stored: StoredBytes): Promise<boolean> {
    try {
      await this.#place(file, stored);
      return true;
    } catch (error) {
      if (hasErrorCode(error, "EXDEV", "EPERM", "EACCES")) return false;
      throw await writeError(error, this.#root, blocksIn(file.path));
    }
  }

  async #place(file: Pick<TemporaryFile, "moveTo">, { path }: StoredBytes): Promise<void> {
    const target = this.localPath(path);
    const folder = join(target, "..");
    const isNew = (await mkdir(folder, { recursive: true })) !== undefined;
    await this.#assertInside(folder, join(path, ".."));
    await file.moveTo(target);
    await syncFolder(folder);
    if (!isNew) return;
    await syncFolder(join(folder, ".."));
    await syncFolder(this.#root);
  }

  /** Content of another size under the same path is damaged and gets replaced. */
  async #holds({ path, size }: StoredBytes): Promise<boolean> {
    try {
      const file = this.localPath(path);
      const found = await stat(file);
      if (found.size !== size) return false;
      await markWritten(file, found);
      return true;
    } catch (error) {
      if (hasErrorCode(error, "ENOENT", "ENOTDIR")) return false;
      throw error;
    }
  }

  async #cleanOnce(): Promise<void> {
    if (this.#isCleaned) return;
    this.#isCleaned = true;
    await removeLeftovers(this.#temporary, Date.now());
  }

  async #realPath(path: string): Promise<string> {
    const target = this.localPath(path);
    try {
      await this.#assertInside(target, path);
    } catch (error) {
      if (!hasErrorCode(error, "ENOENT", "ENOTDIR")) throw error;
      throw new ZenError("artifact_unreadable", `There is no file '${target}'.`, { cause: error });
    }
    return target;
  }

  /** A symbolic link inside the store could lead anywhere. */
  async #assertInside(target: string, path: string): Promise<void> {
    const [found, root] = await Promise.all([realpath(target), realpath(this.#root)]);
    if (found === join(root, path)) return;
    throw new ZenError("artifact_unreadable", `'${target}' leads out of the artifact store.`, {
      hint: "Remove the symbolic link; the store itself may lie behind one, its content may not.",
    });
  }
}

function describe(digest: string, size: number): StoredBytes {
  return { path: contentPath(digest), content_hash: `sha256:${digest}`, size };
}
