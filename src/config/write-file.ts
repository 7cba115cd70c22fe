// Replaces a small file as a whole: a reader sees the old text or the new one, whatever happens.
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileError, hasCode } from "./file-error.js";

/**
 * Writes through links, so that a settings file may be one; keeps who may read it, unless `mode` says
 * so. Errors: `forbidden`, `disk_full`.
 */
export function replaceFile(file: string, text: string, mode?: number): void {
  writing(file, () => {
    const target = existsSync(file) ? realpathSync(file) : file;
    const before = existsSync(target) ? statSync(target).mode & 0o777 : 0o644;
    withTemporary(target, text, mode ?? before, (temporary) => renameSync(temporary, target));
  });
}

/** False when the file exists already; of several processes that try, one gets true. */
export function createFile(file: string, text: string): boolean {
  return writing(file, () => {
    try {
      withTemporary(file, text, 0o644, (temporary) => linkSync(temporary, file));
      return true;
    } catch (error) {
      if (hasCode(error, "EEXIST")) return false;
      throw error;
    }
  });
}

function writing<Result>(file: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    throw fileError(`write ${file}`, error);
  }
}

function withTemporary(
  file: string,
  text: string,
  mode: number,
  use: (temporary: string) => void,
): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = join(dirname(file), `.${process.pid}-${process.hrtime.bigint()}.tmp`);
  try {
    const handle = openSync(temporary, "wx", mode);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    use(temporary);
  } finally {
    rmSync(temporary, { force: true });
  }
}
