import { statfs } from "node:fs/promises";
import { hasErrorCode } from "../../artifacts/error-code.js";
import { sizeText } from "../../artifacts/size-text.js";
import { ZenError } from "../../domain/errors.js";

/** A failure of the store's own file operations, told apart from one of whoever gives the content. */
export class WriteFailure extends Error {}

export async function ours<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    throw new WriteFailure("the file could not be written", { cause });
  }
}

/** What a person can do about a failed write; errors of another kind stay as they are. */
export async function writeError(
  error: unknown,
  root: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<unknown> {
  if (hasErrorCode(error, "ENOSPC", "EDQUOT")) {
    return diskFull(error, root, content instanceof Uint8Array ? content.length : undefined);
  }
  if (!hasErrorCode(error, "EACCES", "EPERM", "EROFS")) return error;
  return new ZenError("store_read_only", `The artifact store '${root}' cannot be written to.`, {
    hint: "Give the user that runs the pipeline write permission on that folder.",
    cause: error,
  });
}

/** The length of a stream is not known: then only that it did not fit. */
async function diskFull(cause: unknown, root: string, needed?: number): Promise<ZenError> {
  const { bavail, bsize } = await statfs(root);
  const free = bavail * bsize;
  const demand = needed === undefined ? `more than ${sizeText(free)}` : sizeText(needed);
  return new ZenError(
    "disk_full",
    `The disk of the artifact store '${root}' is full: ${demand} needed, ${sizeText(free)} free.`,
    {
      hint: "Free space on that disk and run the pipeline again; nothing half-written was kept.",
      cause,
      details: { root, needed: needed ?? null, free },
    },
  );
}
