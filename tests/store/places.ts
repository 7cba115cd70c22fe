import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach } from "vitest";

/** The kinds of store that lie on a disk, each with its URL in a folder. */
export const ON_DISK = [
  {
    type: "local",
    urlIn: (folder: string) => pathToFileURL(join(folder, "store")).href,
  },
  {
    type: "sql",
    urlIn: (folder: string) => `sqlite:///${join(folder, "store.db")}`,
  },
] as const;

/** Gives every test a folder of its own. */
export function eachInFolder(): () => string {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zenml-store-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}
