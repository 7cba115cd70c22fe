import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { DatabaseSync } from "@photostructure/sqlite";

export interface Sqlite {
  readonly DatabaseSync: typeof DatabaseSync;
}

const PACKAGE = "@photostructure/sqlite";
/** Under musl it does not load, and the package finds the other one. */
const BINARY = "@photostructure+sqlite.glibc.node";

/**
 * The prebuilt binary itself. Loading it through its package means to search the disk for it and to read
 * what the package exports: 8 ms of a command that has 40. Where it is not at its usual place, the package
 * finds it.
 */
export function loadSqlite(): Sqlite {
  const require = createRequire(import.meta.url);
  const place = join(PACKAGE, "prebuilds", `${process.platform}-${process.arch}`, BINARY);
  const folders = require.resolve.paths(PACKAGE) ?? [];
  const file = folders.map((folder) => join(folder, place)).find((path) => existsSync(path));
  try {
    return require(file ?? PACKAGE);
  } catch {
    return require(PACKAGE);
  }
}
