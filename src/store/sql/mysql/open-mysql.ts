// A store on MySQL or MariaDB. The only file that knows their client.
import { createPool } from "mysql2";
import type { Pool, PoolConnection, PoolOptions, ResultSetHeader } from "mysql2";
import { ZenError } from "../../../domain/errors.js";
import type { Dialect } from "../dialect.js";
import { openServer } from "../server/open-server.js";
import type { OpenServerOptions } from "../server/open-server.js";
import type { ServerDriver } from "../server/server-driver.js";
import { addressOf } from "../server/server-error.js";
import type { ServerPlace } from "../server/server-error.js";
import type { Server, ServerConnection, ServerPool } from "../server/server-kind.js";
import { parseServerUrl } from "../server/server-url.js";
import type { ServerUrl } from "../server/server-url.js";
import { connectTimeout, readTlsFile } from "../server/tls-files.js";
import type { SqlRow } from "../sql-value.js";
import type { Answer, Ask } from "../steps.js";
import { mysqlDialect } from "./mysql-dialect.js";
import { troubleOf } from "./mysql-error.js";
import { bindable } from "./mysql-value.js";

const YES_NO = ["true", "false", "1", "0"] as const;
const RULES = {
  defaultPort: 3306,
  options: {
    charset: ["utf8mb4", "utf8"],
    ssl: YES_NO,
    ssl_ca: [],
    ssl_cert: [],
    ssl_key: [],
    ssl_verify_cert: YES_NO,
    ssl_verify_identity: YES_NO,
    connect_timeout: [],
    unix_socket: [],
  },
} as const;

const MAX_CONNECTIONS = 6;
const MAX_STATEMENTS = 300;
const LOCK_SECONDS = 10;
// Rows that others have changed are seen as they are now, text is never cut, and who waits too long for
// another transaction is told so.
const SETUP = [
  "set session transaction isolation level read committed",
  `set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = ${LOCK_SECONDS}`,
];
const LOCK = "concat('zenml.', left(sha1(database()), 40))";

/** Errors: those of `openServer`, and `invalid_input` for what is wrong with the URL. */
export async function openMysqlUrl(
  url: string,
  options: OpenServerOptions = {},
): Promise<ServerDriver> {
  const parsed = parseServerUrl(url, RULES);
  const { host, port, user, database, options: given } = parsed;
  const timeout = connectTimeout(given);
  const place = { host, port, user, database, timeout, socket: given.get("unix_socket") };
  return openServer(serverOf(place, openPool(parsed, place)), options);
}

function openPool(url: ServerUrl, place: ServerPlace): ServerPool {
  const { host, port, user, password = "", database, options } = url;
  const ssl = tlsOf(options);
  const where = place.socket === undefined ? { host, port } : { socketPath: place.socket };
  const pool = createPool({
    ...where,
    ...(user !== undefined && { user }),
    ...(ssl !== undefined && { ssl }),
    password,
    database,
    charset: "utf8mb4",
    connectTimeout: place.timeout,
    connectionLimit: MAX_CONNECTIONS,
    maxPreparedStatements: MAX_STATEMENTS,
  });
  pool.on("connection", (connection) => {
    for (const sql of SETUP) {
      connection.query(sql, (error: Error | null) => {
        if (error !== null) connection.destroy();
      });
    }
  });
  return {
    acquire: async () => connectionOf(await connect(pool)),
    close: () => new Promise((resolve) => pool.end(() => resolve())),
  };
}

/** Undefined: not encrypted. Errors: `invalid_input`. */
function tlsOf(options: ReadonlyMap<string, string>): PoolOptions["ssl"] {
  const isOff = (name: string): boolean => ["false", "0"].includes(options.get(name) ?? "");
  const isAsked = [...options.keys()].some((name) => name.startsWith("ssl"));
  if (!isAsked || isOff("ssl")) return undefined;
  const files = { ca: "ssl_ca", cert: "ssl_cert", key: "ssl_key" } as const;
  const texts = Object.entries(files).flatMap(([name, option]) => {
    const text = readTlsFile(options, option);
    return text === undefined ? [] : [[name, text]];
  });
  const rejectUnauthorized = !isOff("ssl_verify_cert");
  const verifyIdentity = rejectUnauthorized && !isOff("ssl_verify_identity");
  return { ...Object.fromEntries(texts), rejectUnauthorized, verifyIdentity };
}

function connect(pool: Pool): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => {
      if (error === null) resolve(connection);
      else reject(error);
    });
  });
}

function serverOf(place: ServerPlace, pool: ServerPool): Server {
  return {
    place,
    pool,
    troubleOf,
    dialect: mysqlDialect("utf8mb4_nopad_bin"),
    tableDialect: (connection) => tableDialect(place, connection),
    begin: "start transaction",
    isEndedByErrors: false,
    takesSeveral: false,
    schema: "database()",
    whileAlone: (connection, work) => whileAlone(place, connection, work),
  };
}

const OLDEST = 8;

async function tableDialect(place: ServerPlace, connection: ServerConnection): Promise<Dialect> {
  const { rows } = await connection.ask({ kind: "read", sql: "select version()", params: [] });
  const version = String(rows[0]?.[0]);
  if (version.includes("MariaDB")) return mysqlDialect("utf8mb4_nopad_bin");
  if (Number.parseInt(version, 10) >= OLDEST) return mysqlDialect("utf8mb4_0900_bin");
  throw new ZenError("store_unreachable", `MySQL ${version} at ${addressOf(place)} is too old.`, {
    hint: "Stores need MySQL 8.0 or MariaDB 10.3, or newer.",
  });
}

async function whileAlone(
  place: ServerPlace,
  connection: ServerConnection,
  work: () => Promise<void>,
): Promise<void> {
  const sql = `select get_lock(${LOCK}, ${LOCK_SECONDS})`;
  const { rows } = await connection.ask({ kind: "read", sql, params: [] });
  if (rows[0]?.[0] !== 1) {
    throw new ZenError("store_locked", `Another process makes a store at ${addressOf(place)}.`, {
      hint: "Wait for it to end, then try again.",
    });
  }
  try {
    await work();
  } finally {
    await connection.exec(`do release_lock(${LOCK})`).catch(() => undefined);
  }
}

function connectionOf(connection: PoolConnection): ServerConnection {
  return {
    ask: (asked) => ask(connection, asked),
    exec: (sql) =>
      new Promise((resolve, reject) => {
        connection.query(sql, (error: Error | null) =>
          error === null ? resolve() : reject(error),
        );
      }),
    release: (isBroken) => (isBroken ? connection.destroy() : connection.release()),
  };
}

function ask(connection: PoolConnection, { kind, sql, params }: Ask): Promise<Answer> {
  const values = params.map(bindable);
  return new Promise((resolve, reject) => {
    connection.execute(
      { sql, values, rowsAsArray: true },
      (error: Error | null, result: unknown) => {
        if (error !== null) reject(error);
        // The client answers a question with rows, and a change with a header.
        else if (kind === "read") resolve({ rows: result as readonly SqlRow[], changed: 0 });
        else resolve({ rows: [], changed: (result as ResultSetHeader).affectedRows });
      },
    );
  });
}
