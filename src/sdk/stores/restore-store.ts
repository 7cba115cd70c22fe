// Brings a backup back into a store.
import type { ZenStore } from "../../store/zen-store.js";
import { backupStore } from "./backup-store.js";
import { readBackup } from "./read-backup.js";
import type { Reference } from "./reference.js";
import { transfer } from "./transfer.js";
import type { TransferOptions, TransferResult } from "./transfer.js";

export interface RestoreOptions extends Pick<TransferOptions, "onProgress" | "onRead"> {
  readonly file: string;
  readonly target: ZenStore;
  /** Asked when the target holds something else: whether that may go. Default: no. */
  readonly mayReplace?: ((inTheWay: readonly Reference[]) => Promise<boolean>) | undefined;
  /** Where what goes is written first. */
  readonly safetyFile: string;
  /** Now, in ISO 8601 UTC. */
  readonly now: string;
}

export interface RestoreResult extends TransferResult {
  /** When the backup was made. */
  readonly created: string;
  /** What was there before; null when nothing had to go. */
  readonly safety_backup: string | null;
}

/**
 * The backup is checked as a whole before anything is written.
 * Errors: `store_corrupt`, `store_too_new`, `conflict` for a store that is not empty.
 */
export async function restoreStore(options: RestoreOptions): Promise<RestoreResult> {
  const { file, target, onProgress, onRead, safetyFile, now } = options;
  const source = await readBackup(file);
  let safety_backup: string | null = null;
  const mayReplace = async (inTheWay: readonly Reference[]): Promise<boolean> => {
    if ((await options.mayReplace?.(inTheWay)) !== true) return false;
    await backupStore({ store: target, file: safetyFile, created: now });
    safety_backup = safetyFile;
    return true;
  };
  const result = await transfer({ source, target, mayReplace, onProgress, onRead });
  return { ...result, created: source.header.created, safety_backup };
}
