// Adds the line to what a difference of code names, as the file is now.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { declarationLine } from "../../runtime/code/declaration-line.js";
import type { CacheDifference } from "../../runtime/explain-cache.js";

export async function withLine(
  difference: CacheDifference,
  root: string | undefined,
): Promise<CacheDifference> {
  if (difference.part !== "code" || difference.change === "removed" || root === undefined) {
    return difference;
  }
  const colon = difference.name.lastIndexOf(":");
  if (colon < 0) return difference;
  const [file, name] = [difference.name.slice(0, colon), difference.name.slice(colon + 1)];
  // The file may be gone, or the project may lie on another machine: then the name has to do.
  const text = await readFile(join(root, file), "utf8").catch(() => undefined);
  const line = text === undefined ? undefined : declarationLine(text, name);
  if (line === undefined) return difference;
  const message = difference.message.replace(`(${file})`, `(${file}:${line})`);
  return { ...difference, message };
}
