import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const SKIPPED = new Set(["node_modules", "coverage"]);
const MAX_HASHED_SIZE = 1 << 20;

/** Changes when a file of the folder does. Large files count by size and time of change. */
export function folderStamp(folder: string): string {
  const hash = createHash("sha256");
  addFolder(folder, "", hash);
  return hash.digest("hex").slice(0, 16);
}

function addFolder(root: string, below: string, hash: ReturnType<typeof createHash>): void {
  const entries = readdirSync(join(root, below), { withFileTypes: true });
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    if (entry.name.startsWith(".") || SKIPPED.has(entry.name)) continue;
    const path = join(below, entry.name);
    if (entry.isDirectory()) addFolder(root, path, hash);
    else if (entry.isFile()) {
      const { size, mtimeMs } = statSync(join(root, path));
      hash.update(`${path}\0${size}\0`);
      hash.update(size > MAX_HASHED_SIZE ? String(mtimeMs) : readFileSync(join(root, path)));
    }
  }
}
