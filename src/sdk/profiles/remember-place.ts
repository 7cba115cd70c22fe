import { readdirSync, rmSync, rmdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Looks at a place where a store is to be made, and returns what puts it back as it was. */
export function rememberPlace(path: string, type: "local" | "sql"): () => void {
  const folder = type === "local" ? path : dirname(path);
  const before = entriesOf(folder);
  // What is there already is somebody's, and perhaps in use.
  const isTaken = before?.includes(type === "local" ? "zenml-store.yaml" : basename(path)) ?? false;
  if (isTaken) return () => undefined;
  const missing = missingFolders(folder);
  return () => {
    for (const name of entriesOf(folder) ?? []) {
      const isNew = before?.includes(name) !== true;
      const isOfStore = type === "local" || name.startsWith(basename(path));
      if (isNew && isOfStore) rmSync(join(folder, name), { recursive: true, force: true });
    }
    missing.forEach(removeEmpty);
  };
}

/** Undefined when there is no such folder. */
function entriesOf(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

/** The innermost first. */
function missingFolders(folder: string): string[] {
  const isThere = entriesOf(folder) !== undefined || dirname(folder) === folder;
  return isThere ? [] : [folder, ...missingFolders(dirname(folder))];
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Never made, or somebody else has something in it by now.
  }
}
