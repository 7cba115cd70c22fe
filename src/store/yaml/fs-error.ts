import { ZenError } from "../../domain/errors.js";

const NO_SPACE = ["ENOSPC", "EDQUOT"];
const NOT_ALLOWED = ["EROFS", "EACCES", "EPERM"];

/** An error of the file system with the file's name and what to do. Others pass unchanged. */
export function fsError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const code = String(error.code);
  if (NO_SPACE.includes(code)) {
    return new ZenError("disk_full", `There is no space left to write ${path}.`, {
      hint: "Nothing of the last change was kept. Free some space, then try again.",
      cause: error,
    });
  }
  if (NOT_ALLOWED.includes(code)) {
    return new ZenError("store_read_only", `This user may not read and write ${path}.`, {
      hint: `Allow it, e.g.: chmod -R u+rw ${path}`,
      cause: error,
    });
  }
  return code.startsWith("ERR_") || !/^E[A-Z]+$/.test(code)
    ? error
    : new ZenError("store_unreachable", `${path} cannot be used: ${error.message}.`, {
        hint: "Check the path in the store's URL.",
        cause: error,
      });
}

/** What there is to read; undefined when there is no such file or folder. */
export function ifThere<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
