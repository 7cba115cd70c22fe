// Reading content back, checked against the hash that it is stored under.
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { ReadRange } from "../../artifacts/artifact-store.js";
import { hasErrorCode } from "../../artifacts/error-code.js";
import { sizeText } from "../../artifacts/size-text.js";
import { ZenError } from "../../domain/errors.js";

const BLOCK = 4 * 1024 * 1024;
const STREAM_BLOCK = 1024 * 1024;

/** All bytes, in memory of their own. Each block is hashed while the next one is read. */
export async function readContent(file: string, digest: string): Promise<Uint8Array> {
  return withFile(file, async (handle, size) => {
    const bytes = allocate(file, size);
    const hash = createHash("sha256");
    let filled = 0;
    let hashed = 0;
    while (filled < size) {
      const reading = handle.read(bytes, filled, Math.min(BLOCK, size - filled), filled);
      if (hashed < filled) hash.update(bytes.subarray(hashed, filled));
      hashed = filled;
      const { bytesRead } = await reading;
      if (bytesRead === 0) throw cutOff(file);
      filled += bytesRead;
    }
    hash.update(bytes.subarray(hashed));
    assertIntact(hash.digest("hex"), digest, file);
    return bytes;
  });
}

/** A whole file is checked when its end is reached; a range cannot be. */
export async function* streamContent(
  file: string,
  digest: string,
  range?: ReadRange,
): AsyncGenerator<Uint8Array> {
  const handle = await openFile(file);
  try {
    const { size } = await handle.stat();
    const { start, end } = range ?? { start: 0, end: size };
    if (end > size) throw cutOff(file);
    const hash = createHash("sha256");
    for (let position = start; position < end;) {
      const block = Buffer.allocUnsafeSlow(Math.min(STREAM_BLOCK, end - position));
      const { bytesRead } = await handle.read(block, 0, block.length, position);
      if (bytesRead === 0) throw cutOff(file);
      const chunk = block.subarray(0, bytesRead);
      if (range === undefined) hash.update(chunk);
      position += bytesRead;
      yield chunk;
    }
    if (range === undefined) assertIntact(hash.digest("hex"), digest, file);
  } finally {
    await handle.close();
  }
}

async function withFile<Result>(
  file: string,
  use: (handle: FileHandle, size: number) => Promise<Result>,
): Promise<Result> {
  const handle = await openFile(file);
  try {
    return await use(handle, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (error) {
    const reason = hasErrorCode(error, "ENOENT") ? "does not exist" : "cannot be opened";
    throw new ZenError("artifact_unreadable", `The file '${file}' ${reason}.`, { cause: error });
  }
}

function allocate(file: string, size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch (error) {
    throw new ZenError(
      "artifact_unreadable",
      `The file '${file}' is too large to be read at once (${sizeText(size)}).`,
      { hint: "Stream it instead: return file(path) from the step that writes it.", cause: error },
    );
  }
}

function assertIntact(found: string, expected: string, file: string): void {
  if (found === expected) return;
  throw new ZenError("artifact_unreadable", `The file '${file}' is damaged: its hash is ${found}.`);
}

function cutOff(file: string): ZenError {
  return new ZenError("artifact_unreadable", `The file '${file}' is shorter than it was written.`);
}
