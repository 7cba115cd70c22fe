import { statSync } from "node:fs";

/** What tells a file or folder from another one that takes its path later; undefined: there is none. */
export function fileIdentity(path: string): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found && `${found.dev} ${found.ino}`;
  } catch {
    return undefined;
  }
}
