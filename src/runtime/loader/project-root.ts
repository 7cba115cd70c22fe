import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const MARKS = [".zen", "package.json", ".git"];

/** The folder that a project's files are named relative to: the nearest one from here up with a mark of a project. */
export function projectRoot(start: string): string {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (MARKS.some((mark) => existsSync(join(folder, mark)))) return folder;
    if (folder === dirname(folder)) return resolve(start);
  }
}
