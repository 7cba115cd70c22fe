// Loads drivers when they are asked for. The only file that names them all, and the only one here that
// loads anything late.
import type { StoreDriver } from "./driver.js";

export interface DriverOptions {
  readonly type: "memory" | "local" | "sql";
  readonly url: string;
  /** Where relative paths begin. */
  readonly cwd: string;
  readonly createIfMissing: boolean;
  /** A folder of other files may become a store. */
  readonly joinsOthers: boolean;
  /** Told about files of a store that cannot be read, once for each list that leaves them out. */
  readonly onWarning: (message: string) => void;
}

export async function openDriver(options: DriverOptions): Promise<StoreDriver> {
  const { type, url, cwd, createIfMissing } = options;
  if (type === "memory") {
    const { MemoryDriver } = await import("./memory/memory-driver.js");
    return new MemoryDriver();
  }
  if (type === "sql") {
    const { openSqlUrl } = await import("./sql/open-sql.js");
    return openSqlUrl(url, { cwd, createIfMissing });
  }
  const { openYamlUrl } = await import("./yaml/open-yaml.js");
  return openYamlUrl(url, {
    ...options,
    loadText: () => import("./yaml/entity-text.js"),
    loadDatabase: () => import("./sql/open-sql.js"),
    loadLock: () => import("./sql/sqlite/file-lock.js"),
  });
}
