// Brings everything of one store, or of a backup, into another, and proves afterwards that it is there.
import { ZenError } from "../../domain/errors.js";
import { RESOURCES } from "../../domain/resources.js";
import { storeSource } from "./entry.js";
import { planTransfer } from "./plan-transfer.js";
import type { PlanOptions } from "./plan-transfer.js";
import { compareDigests, contentsOf } from "./store-digest.js";
import type { ResourceProof } from "./store-digest.js";
import { writeEntries } from "./write-entries.js";

export interface TransferOptions extends PlanOptions {
  readonly onProgress?: ((progress: TransferProgress) => void) | undefined;
}

export interface TransferProgress {
  readonly written: number;
  readonly total: number;
}

export interface TransferResult {
  /** Entities that were not there before. */
  readonly written: number;
  readonly resources: readonly ResourceProof[];
}

/** Errors: `conflict` before anything is written, or when the stores differ at the end; those of stores. */
export async function transfer(options: TransferOptions): Promise<TransferResult> {
  const { source, target, onProgress = () => undefined } = options;
  const plan = await planTransfer(options);
  const kept = plan.target.size - plan.removed.length;
  const total = plan.source.size - kept;
  let written = 0;
  const onBatch = (count: number): void => {
    written = count;
    onProgress({ written, total });
  };
  const read = await writeEntries({ source, target, plan, onBatch });
  const found = await contentsOf(storeSource(target));
  const resources = compareDigests(read.digest(), found.digest());
  const unequal = resources.filter(({ is_equal }) => !is_equal);
  if (unequal.length === 0) return { written, resources };
  const names = unequal.map(({ resource }) => RESOURCES[resource].plural).join(", ");
  throw new ZenError("conflict", `The stores are not equal afterwards: ${names}.`, {
    hint: "Somebody changed one of them meanwhile. Do it again when nobody does.",
    details: { resources },
  });
}
