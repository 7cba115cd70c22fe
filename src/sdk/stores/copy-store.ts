import type { ZenStore } from "../../store/zen-store.js";
import { storeSource } from "./entry.js";
import { transfer } from "./transfer.js";
import type { TransferOptions, TransferResult } from "./transfer.js";

export interface CopyOptions extends Pick<TransferOptions, "onProgress" | "onRead"> {
  readonly from: ZenStore;
  /** Empty, as new, or with what a copy that was broken off had brought. */
  readonly to: ZenStore;
}

/**
 * Ids, times and owners are kept; what is equal already stays. Errors: `conflict` with everything that
 * is in the way, before anything is written; those of the stores.
 */
export function copyStore({ from, to, ...others }: CopyOptions): Promise<TransferResult> {
  return transfer({ source: storeSource(from), target: to, ...others });
}
