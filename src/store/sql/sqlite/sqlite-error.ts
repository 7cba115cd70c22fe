// SQLite's result codes → the errors of the store.
import { ZenError } from "../../../domain/errors.js";
import type { ErrorCode } from "../../../domain/errors.js";

const FULL = 13;
const NO_SPACE = 28;
const BUSY_CODES: readonly number[] = [5, 6];
const UNIQUE_CODES: readonly number[] = [2067, 1555];
const FOREIGN_KEY_CODES: readonly number[] = [787, 1811];

/** The extended result code; undefined for what does not come from SQLite. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode : undefined;
}

export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code !== undefined && BUSY_CODES.includes(code & 0xff);
}

export function violationOf(error: unknown): "unique" | "foreign_key" | undefined {
  const code = resultCode(error) ?? 0;
  if (UNIQUE_CODES.includes(code)) return "unique";
  return FOREIGN_KEY_CODES.includes(code) ? "foreign_key" : undefined;
}

interface Meaning {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** The error with the file's name and what to do. What does not come from SQLite passes unchanged. */
export function sqliteError(file: string, error: unknown): unknown {
  const code = resultCode(error);
  if (code === undefined) return error;
  const { code: name, message, hint } = meaningOf(code, file, error);
  return new ZenError(name, message, { hint, cause: error });
}

function meaningOf(code: number, file: string, error: unknown): Meaning {
  const primary = errno(error) === NO_SPACE ? FULL : code & 0xff;
  const known = MEANINGS[primary]?.(file);
  if (known !== undefined) return known;
  const said = error instanceof Error ? error.message : String(error);
  return {
    code: "internal",
    message: `The database ${file} answered: ${said}.`,
    hint: "This is a defect of the program.",
  };
}

/** The operating system's own error number, where SQLite passes it on. */
function errno(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("systemErrno" in error)) return undefined;
  return typeof error.systemErrno === "number" ? error.systemErrno : undefined;
}

const MEANINGS: Readonly<Record<number, (file: string) => Meaning>> = {
  5: locked,
  6: locked,
  8: readOnly,
  10: (file) => ({
    code: "store_unreachable",
    message: `The disk could not read or write the database ${file}.`,
    hint: "Nothing of the last change was kept. Check the disk, then try again.",
  }),
  11: corrupt,
  [FULL]: (file) => ({
    code: "disk_full",
    message: `There is no space left for the database ${file}.`,
    hint: "Nothing of the last change was kept. Free some space, then try again.",
  }),
  14: (file) => ({
    code: "store_unreachable",
    message: `The database ${file} cannot be opened.`,
    hint: "It must be a file, in a folder that this user may write to.",
  }),
  26: corrupt,
};

function locked(file: string): Meaning {
  return {
    code: "store_locked",
    message: `The database ${file} is locked by another process.`,
    hint: `Wait for it to end, or find it with: fuser ${file}`,
  };
}

function readOnly(file: string): Meaning {
  return {
    code: "store_read_only",
    message: `The database ${file} cannot be written: it is read-only.`,
    hint: `Allow this user to write it and its folder, e.g.: chmod u+w ${file}`,
  };
}

function corrupt(file: string): Meaning {
  return {
    code: "store_corrupt",
    message: `The file ${file} is damaged, or is no SQLite database.`,
    hint: `Put a backup in its place, or save what can be read: sqlite3 ${file} .recover`,
  };
}
