// A store on PostgreSQL. The only file that knows its client.
import pg from "pg";
import type { ClientConfig, PoolClient } from "pg";
import { openServer } from "../server/open-server.js";
import type { OpenServerOptions } from "../server/open-server.js";
import type { ServerDriver } from "../server/server-driver.js";
import type { ServerPlace } from "../server/server-error.js";
import type { Server, ServerConnection, ServerPool } from "../server/server-kind.js";
import { parseServerUrl } from "../server/server-url.js";
import type { ServerUrl } from "../server/server-url.js";
import { connectTimeout } from "../server/tls-files.js";
import type { Answer, Ask } from "../steps.js";
import { POSTGRES } from "./postgres-dialect.js";
import { hasNoTls, troubleOf } from "./postgres-error.js";
import { bindable, typeParsers } from "./postgres-value.js";
import { SSL_MODES, tlsAttempts } from "./postgres-tls.js";
import type { Tls } from "./postgres-tls.js";

const RULES = {
  defaultPort: 5432,
  options: {
    sslmode: SSL_MODES,
    sslrootcert: [],
    sslcert: [],
    sslkey: [],
    connect_timeout: [],
    application_name: [],
    client_encoding: ["utf8", "utf-8"],
    host: [],
  },
} as const;

const MAX_CONNECTIONS = 6;
/** Who waits longer for another transaction is told so. */
const SETUP = "set lock_timeout = '10s'; set client_encoding = 'UTF8'";
/** Any number, as long as no other program uses it in this database. */
const LOCK = 4_051_721_963;

/** Errors: those of `openServer`, and `invalid_input` for what is wrong with the URL. */
export async function openPostgresUrl(
  url: string,
  options: OpenServerOptions = {},
): Promise<ServerDriver> {
  const parsed = parseServerUrl(url, RULES);
  const place = placeOf(parsed);
  const [first, second] = tlsAttempts(parsed.options);
  try {
    return await openServer(serverOf(place, openPool(parsed, place, first)), options);
  } catch (error) {
    const isTlsOnly = second === undefined || !(error instanceof Error) || !hasNoTls(error.cause);
    if (isTlsOnly) throw error;
    return openServer(serverOf(place, openPool(parsed, place, second)), options);
  }
}

function placeOf({ host, port, database, user, options }: ServerUrl): ServerPlace {
  const folder = options.get("host");
  const isSocket = folder?.startsWith("/") === true;
  return {
    host: isSocket ? host : (folder ?? host),
    port,
    database,
    user,
    timeout: connectTimeout(options),
    socket: isSocket ? `${folder}/.s.PGSQL.${port}` : undefined,
  };
}

function openPool(url: ServerUrl, place: ServerPlace, ssl: Tls): ServerPool {
  const client: ClientConfig = {
    host: url.options.get("host") ?? url.host,
    port: url.port,
    user: url.user,
    // Of an empty one the client complains itself, and leaves the connection open for a minute.
    password: url.password || process.env["PGPASSWORD"] || "none",
    database: url.database,
    ssl,
    application_name: url.options.get("application_name") ?? "zenml",
    keepAlive: true,
    types: { getTypeParser: typeParsers },
    connectionTimeoutMillis: place.timeout,
  };
  // In the pool's own options that limit would also end the wait for a connection that others use.
  class Client extends pg.Client {
    constructor() {
      super(client);
    }
  }
  const pool = new pg.Pool({ max: MAX_CONNECTIONS, allowExitOnIdle: true, Client });
  // Asked first of all; a connection that cannot even do this fails at the next question.
  pool.on("connect", (client) => void client.query(SETUP).catch(() => undefined));
  // What an idle connection dies of is told to the next one who asks.
  pool.on("error", () => undefined);
  return {
    acquire: async () => connectionOf(await pool.connect()),
    close: () => pool.end(),
  };
}

function serverOf(place: ServerPlace, pool: ServerPool): Server {
  return {
    place,
    pool,
    troubleOf,
    dialect: POSTGRES,
    tableDialect: async () => POSTGRES,
    begin: "begin isolation level read committed",
    isEndedByErrors: true,
    takesSeveral: true,
    schema: "current_schema()",
    whileAlone,
  };
}

async function whileAlone(connection: ServerConnection, work: () => Promise<void>): Promise<void> {
  await connection.exec("begin isolation level read committed");
  try {
    await connection.exec(`select pg_advisory_xact_lock(${LOCK})`);
    await work();
    await connection.exec("commit");
  } catch (error) {
    await connection.exec("rollback").catch(() => undefined);
    throw error;
  }
}

function connectionOf(client: PoolClient): ServerConnection {
  // Without a listener an error between two questions would end the process.
  const ignore = (): void => undefined;
  client.on("error", ignore);
  return {
    ask: ({ sql, params }: Ask) => ask(client, sql, params),
    exec: async (sql) => void (await client.query(sql)),
    release: (isBroken) => {
      client.off("error", ignore);
      client.release(isBroken);
    },
  };
}

async function ask(client: PoolClient, text: string, params: readonly unknown[]): Promise<Answer> {
  const values = params.map(bindable);
  const { rows, rowCount } = await client.query({ text, values, rowMode: "array" });
  return { rows, changed: rowCount ?? 0 };
}
