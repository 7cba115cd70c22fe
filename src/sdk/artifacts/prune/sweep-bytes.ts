// Removes bytes that no record refers to. Rows come first, so that a crash leaves bytes without a record,
// which the next sweep finds, and never a record without bytes.
import type { ArtifactStore } from "../../../artifacts/artifact-store.js";
import type { ZenStore } from "../../../store/zen-store.js";

export interface SweepOptions {
  readonly bytes: ArtifactStore;
  /** Whatever was written later may be about to get a record. */
  readonly writtenBefore: Date;
  readonly isDryRun: boolean;
}

export interface Swept {
  readonly files: number;
  readonly bytes: number;
}

/** What remains referred to, as the first 48 bits of each hash: two that agree keep both. */
export type Referred = ReadonlySet<number>;

const PAGE = 1000;
const DIGITS = 12;

/** `gone` are artifacts that count as deleted. */
export async function referredBy(
  stores: readonly ZenStore[],
  gone: ReadonlyMap<string, unknown>,
): Promise<Referred> {
  const found = new Set<number>();
  for (const store of stores) {
    for await (const { id, path } of store.artifacts.all({ limit: PAGE })) {
      if (path !== null && !gone.has(id)) found.add(keyOf(path));
    }
  }
  return found;
}

export async function sweepBytes(
  referred: Referred,
  { bytes, writtenBefore, isDryRun }: SweepOptions,
): Promise<Swept> {
  let [files, total] = [0, 0];
  if (bytes.list === undefined || bytes.remove === undefined) return { files, bytes: total };
  for await (const { path, size, written } of bytes.list()) {
    if (written > writtenBefore || referred.has(keyOf(path))) continue;
    if (!isDryRun && !(await bytes.remove(path, writtenBefore))) continue;
    files += 1;
    total += size;
  }
  return { files, bytes: total };
}

/** Collisions only keep what could go. What is no hash at all has a key of its own, and stays. */
function keyOf(path: string): number {
  return Number.parseInt(
    path
      .replace(/^sha256\//, "")
      .replace("/", "")
      .slice(0, DIGITS),
    16,
  );
}
