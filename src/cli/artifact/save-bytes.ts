import { createWriteStream } from "node:fs";
import { link, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { randomUUID } from "node:crypto";
import { fileError, hasCode } from "../../config/file-error.js";
import { ZenError } from "../../domain/errors.js";

/** Writes to a new file; what exists is never overwritten. Errors: `entity_exists`, `disk_full`, `forbidden`. */
export async function saveBytes(
  bytes: AsyncIterable<Uint8Array>,
  file: string,
  cwd: string,
): Promise<string> {
  const path = resolve(cwd, file);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await pipeline(bytes, createWriteStream(temporary, { flags: "wx" }));
    await link(temporary, path);
    return path;
  } catch (error) {
    if (hasCode(error, "EEXIST")) {
      throw new ZenError("entity_exists", `${path} exists already.`, {
        hint: "Give --save another name.",
      });
    }
    if (hasCode(error, "ENOENT")) {
      throw new ZenError("not_found", `The folder of ${path} does not exist.`, {
        hint: "Make it first, or give --save another name.",
      });
    }
    throw fileError(`write ${path}`, error);
  } finally {
    await rm(temporary, { force: true });
  }
}
