import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { ZenError } from "../../domain/errors.js";
import { hasErrorCode } from "../error-code.js";
import { decodeText, encodeText } from "../text.js";
import { VALUE_KIND } from "../value-kind.js";

const BLOCK = 4 * 1024 * 1024;

/** Where the bytes of a file value come from. */
export interface FileSource {
  readonly name: string;
  readonly localPath: string | undefined;
  stream(): AsyncIterable<Uint8Array>;
  bytes(): Promise<Uint8Array>;
}

/** A file, by reference: its bytes are streamed and never have to fit in memory. */
export class FileValue {
  /** Name without folders. */
  readonly name: string;
  /** A path of this machine to read from, where there is one. Never write to it. */
  readonly localPath: string | undefined;
  readonly #source: FileSource;

  constructor(source: FileSource) {
    this.name = source.name;
    this.localPath = source.localPath;
    this.#source = source;
  }

  get [VALUE_KIND](): "file" {
    return "file";
  }

  stream(): AsyncIterable<Uint8Array> {
    return this.#source.stream();
  }

  bytes(): Promise<Uint8Array> {
    return this.#source.bytes();
  }

  async text(): Promise<string> {
    return decodeText(await this.bytes());
  }

  /** Copies the file to a path, or into an existing folder under its own name; returns where it lies. */
  async save(to: string): Promise<string> {
    const target = (await isFolder(to)) ? join(to, this.name) : to;
    await mkdir(dirname(resolve(target)), { recursive: true });
    const unfinished = `${target}.${randomUUID()}`;
    try {
      await writeFile(unfinished, this.stream());
      await rename(unfinished, target);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    return target;
  }
}

/** The source of a file that a person named. */
export function fileOnDisk(path: string): FileSource {
  const localPath = resolve(path);
  return {
    name: basename(localPath),
    localPath,
    stream: () => streamFile(localPath),
    bytes: () =>
      readFile(localPath).catch((error: unknown) => {
        throw fileProblem(localPath, error);
      }),
  };
}

/** The source of a file that is nowhere yet. What it is made of can be read once. */
export function fileOfStream(
  content: AsyncIterable<Uint8Array | string>,
  name: string,
): FileSource {
  let isRead = false;
  const stream = async function* (): AsyncGenerator<Uint8Array> {
    if (isRead) {
      throw new ZenError(
        "artifact_unreadable",
        `The stream of the file '${name}' was read already.`,
        {
          hint: "Read it where it is an input: there it can be read again and again.",
        },
      );
    }
    isRead = true;
    for await (const chunk of content) {
      yield typeof chunk === "string" ? encodeText(chunk) : chunk;
    }
  };
  const bytes = async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream()) chunks.push(chunk);
    return new Uint8Array(Buffer.concat(chunks));
  };
  return { name, localPath: undefined, stream, bytes };
}

async function* streamFile(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path).catch((error: unknown) => {
    throw fileProblem(path, error);
  });
  try {
    for (;;) {
      const block = Buffer.allocUnsafeSlow(BLOCK);
      const { bytesRead } = await handle.read(block, 0, BLOCK);
      if (bytesRead === 0) return;
      yield block.subarray(0, bytesRead);
    }
  } catch (error) {
    throw fileProblem(path, error);
  } finally {
    await handle.close();
  }
}

function fileProblem(path: string, error: unknown): unknown {
  if (hasErrorCode(error, "ENOENT")) {
    return new ZenError("not_found", `There is no file '${path}'.`, {
      hint: "Write the file before the step returns file(path).",
      cause: error,
    });
  }
  if (hasErrorCode(error, "EISDIR")) {
    return new ZenError("invalid_input", `'${path}' is a folder, not a file.`, {
      hint: "Return an archive of the folder, or one output for each file.",
      cause: error,
    });
  }
  if (hasErrorCode(error, "EACCES")) {
    return new ZenError("invalid_input", `The file '${path}' may not be read.`, {
      hint: "Give the user that runs the pipeline read permission.",
      cause: error,
    });
  }
  return error;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return false;
    throw error;
  }
}
