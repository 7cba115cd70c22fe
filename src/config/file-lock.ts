// A lock between processes that dies with its holder: an SQLite file in a write transaction, which the
// kernel releases when a process ends in whatever way.
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { ZenError, isZenError } from "../domain/errors.js";
import { fileError } from "./file-error.js";

export interface LockOptions {
  /** Milliseconds to wait for another holder. */
  readonly patience?: number;
}

const DEFAULT_PATIENCE = 15_000;
const RETRY_MS = 15;

/** Runs `work` while no other process holds the lock. Errors: `store_locked` when patience runs out. */
export async function withFileLock<Result>(
  file: string,
  work: () => Promise<Result> | Result,
  { patience = DEFAULT_PATIENCE }: LockOptions = {},
): Promise<Result> {
  const { DatabaseSync } = await import("@photostructure/sqlite");
  const database = opening(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    return new DatabaseSync(file, { timeout: 0 });
  });
  try {
    const end = performance.now() + patience;
    while (!acquire(file, () => database.exec("begin immediate"))) {
      if (performance.now() > end) throw lockedError(file);
      await pause(RETRY_MS);
    }
    return await work();
  } finally {
    database.close();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function opening<Result>(file: string, open: () => Result): Result {
  try {
    return open();
  } catch (error) {
    const known = fileError(`lock ${file}`, error);
    throw isZenError(known) ? known : unlockable(file, error);
  }
}

function acquire(file: string, begin: () => void): boolean {
  try {
    begin();
    return true;
  } catch (error) {
    if (error instanceof Error && /locked|busy/i.test(error.message)) return false;
    throw unlockable(file, error);
  }
}

function unlockable(file: string, cause: unknown): ZenError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ZenError("forbidden", `Cannot lock ${file}: ${reason}.`, {
    hint: "Correct the permissions, or name another settings folder with ZENML_CONFIG_PATH.",
    cause,
  });
}

function lockedError(file: string): ZenError {
  return new ZenError("store_locked", `Another process has been changing the settings for long.`, {
    hint: `Wait for it to end, or find it with: fuser ${file}`,
  });
}
