import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { DatabaseSync } from "@photostructure/sqlite";

export interface Sqlite {
  readonly DatabaseSync: typeof DatabaseSync;
}

const PACKAGE = "@photostructure/sqlite";
/** Under musl it does not load, and the package finds the other one. */
const BINARY = "@photostructure+sqlite.glibc.node";

/**
 * The prebuilt binary itself. Loading it through its package means to search the disk for it: 5 ms of a
 * command that has 40. Where it is not at its usual place, the package finds it.
 */
export function loadSqlite(): Sqlite {
  const require = createRequire(import.meta.url);
  try {
    const folder = dirname(require.resolve(`${PACKAGE}/package.json`));
    const { platform, arch } = process;
    return require(join(folder, "prebuilds", `${platform}-${arch}`, BINARY));
  } catch {
    return require(PACKAGE);
  }
}
