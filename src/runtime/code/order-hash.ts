import { createHash } from "node:crypto";
import type { IndexedItem } from "./code-index-data.js";

/** Code that changes what other code holds means something else in another order. */
export function orderHash(
  included: ReadonlySet<number>,
  items: readonly IndexedItem[],
): string | undefined {
  const ordered = [...included]
    .sort((left, right) => left - right)
    .flatMap((index) => items[index] ?? [])
    .filter((item) => item.is_ordered);
  if (ordered.length < 2) return undefined;
  const text = ordered.map((item) => item.hash).join();
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
