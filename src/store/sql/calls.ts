import type { Change } from "../../domain/change.js";

/** One `write` that waits to be committed, alone or with others. */
export interface Call {
  readonly changes: readonly Change[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** So many changes go into one transaction; between two of them everything else has its turn. */
const MAX_CHANGES = 512;

/** Takes as many calls from the front as share a transaction. */
export function takeCalls(waiting: Call[]): readonly Call[] {
  let changes = 0;
  let count = 0;
  for (const call of waiting) {
    if (changes >= MAX_CHANGES) break;
    changes += call.changes.length;
    count += 1;
  }
  return waiting.splice(0, count);
}
