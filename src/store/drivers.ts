// Loads drivers when they are asked for. The only file that names them all, and the only one here that
// loads anything late.
import type { StoreDriver } from "./driver.js";
import { sqlKindOf } from "./sql-kind.js";
import type { HttpClient, HttpOptions } from "./rest/http-client.js";
import type { RestStoreOptions } from "./rest/rest-store.js";
import type { ZenStore } from "./zen-store.js";

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
  const { type, url } = options;
  if (type === "memory") {
    const { MemoryDriver } = await import("./memory/memory-driver.js");
    return new MemoryDriver();
  }
  if (type === "sql") return openSql(options);
  const { openYamlUrl } = await import("./yaml/open-yaml.js");
  return openYamlUrl(url, {
    ...options,
    loadText: () => import("./yaml/entity-text.js"),
    loadDatabase: () => import("./sql/open-sql.js"),
    loadLock: () => import("./sql/sqlite/file-lock.js"),
  });
}

/** A server is no driver but a store of its own: names, defaults and policy are on its side. */
export async function openRemote(options: RestStoreOptions): Promise<ZenStore> {
  const { createRestStore } = await import("./rest/rest-store.js");
  return createRestStore(await sent(options));
}

/** For what is no entity. */
export async function openDoor(options: HttpOptions): Promise<HttpClient> {
  const { HttpClient: Client } = await import("./rest/http-client.js");
  return new Client(await sent(options));
}

/** Who says nothing of how a server is asked has the quickest way. */
async function sent<Options extends HttpOptions>(options: Options): Promise<Options> {
  if (options.fetch !== undefined) return options;
  const { nodeSend } = await import("./node-send.js");
  return { ...options, send: nodeSend };
}

async function openSql({ url, cwd, createIfMissing }: DriverOptions): Promise<StoreDriver> {
  switch (sqlKindOf(url)) {
    case "sqlite": {
      const { openSqlUrl } = await import("./sql/open-sql.js");
      return openSqlUrl(url, { cwd, createIfMissing });
    }
    case "mysql": {
      const { openMysqlUrl } = await import("./sql/mysql/open-mysql.js");
      return openMysqlUrl(url, { createIfMissing });
    }
    case "postgres": {
      const { openPostgresUrl } = await import("./sql/postgres/open-postgres.js");
      return openPostgresUrl(url, { createIfMissing });
    }
  }
}
