// Gives the file system's errors our codes and words.
import { ZenError } from "../domain/errors.js";
import type { ErrorCode } from "../domain/errors.js";

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.some((code) => code === error.code);
}

/** `action` is what was tried, e.g. `read /home/x/zenml.yaml`. Foreign errors pass unchanged. */
export function fileError(action: string, error: unknown): unknown {
  const made = (code: ErrorCode, reason: string, hint: string) =>
    new ZenError(code, `Cannot ${action}: ${reason}.`, { hint, cause: error });
  if (hasCode(error, "ENOSPC", "EDQUOT")) {
    return made("disk_full", "the disk is full", "Free some space and try again.");
  }
  if (hasCode(error, "EACCES", "EPERM", "EROFS")) {
    return made(
      "forbidden",
      hasCode(error, "EROFS") ? "the file system is read-only" : "permission denied",
      "Correct the permissions, or name another settings folder with ZENML_CONFIG_PATH.",
    );
  }
  if (hasCode(error, "ENOTDIR", "EEXIST", "EISDIR", "ELOOP")) {
    return made(
      "config_invalid",
      "something else is in its place",
      "Move away what lies there, or name another settings folder with ZENML_CONFIG_PATH.",
    );
  }
  return error;
}
