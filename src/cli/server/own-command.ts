import { join } from "node:path";

/** How this very program is started again: beside the code that runs. */
export function ownCommand(...words: readonly string[]): readonly [string, ...string[]] {
  return [process.execPath, join(import.meta.dirname, "..", "..", "bin", "zenml.cjs"), ...words];
}
