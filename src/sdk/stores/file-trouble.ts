import { ZenError } from "../../domain/errors.js";
import { fileError, hasCode } from "../../config/file-error.js";

/** As the settings' files say it, in words for a file that a person names. Others pass unchanged. */
export function fileTrouble(action: string, error: unknown): unknown {
  if (hasCode(error, "ENOENT", "ENOTDIR")) {
    return new ZenError("not_found", `Cannot ${action}: there is no such file or folder.`, {
      hint: "Check the path.",
      cause: error,
    });
  }
  if (hasCode(error, "EISDIR")) {
    return new ZenError("invalid_input", `Cannot ${action}: it is a folder.`, {
      hint: "Name a file in it.",
      cause: error,
    });
  }
  if (hasCode(error, "EACCES", "EPERM", "EROFS")) {
    return new ZenError("forbidden", `Cannot ${action}: it may not be done here.`, {
      hint: "Correct the permissions, or name another file.",
      cause: error,
    });
  }
  return fileError(action, error);
}
