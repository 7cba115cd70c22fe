// The database servers that tests find in the environment: `npm test` starts what the machine has.
import { createPool } from "mysql2/promise";
import pg from "pg";
import { TABLE_NAMES } from "../../src/domain/resources.js";
import { tableName } from "../../src/store/sql/table.js";

export interface TestDatabase {
  /** With user and password. */
  readonly url: string;
  readonly name: string;
  /** Rows as arrays. */
  query(sql: string, params?: readonly unknown[]): Promise<readonly (readonly unknown[])[]>;
  /** Takes away every row of ours; the tables stay. */
  empty(): Promise<void>;
  drop(): Promise<void>;
}

export interface TestServer {
  readonly name: "mariadb" | "postgres";
  /** Undefined: there is none. */
  readonly url: string | undefined;
  /** For the name of what is skipped without it. */
  readonly reason: string;
  createDatabase(): Promise<TestDatabase>;
}

const HOW = "npm run services -- start";

export const MARIADB_SERVER: TestServer = serverOf(
  "mariadb",
  "ZENML_TEST_MARIADB_URL",
  openMariadb,
);
export const POSTGRES_SERVER: TestServer = serverOf(
  "postgres",
  "ZENML_TEST_POSTGRES_URL",
  openPostgres,
);
export const SERVERS: readonly TestServer[] = [MARIADB_SERVER, POSTGRES_SERVER];

interface Connection {
  query(sql: string, params?: readonly unknown[]): Promise<readonly (readonly unknown[])[]>;
  close(): Promise<void>;
}

function serverOf(
  name: TestServer["name"],
  variable: string,
  open: (url: string) => Connection,
): TestServer {
  const url = process.env[variable];
  return {
    name,
    url,
    reason: url === undefined ? ` (${variable} names no server: ${HOW})` : "",
    createDatabase: async () => {
      if (url === undefined) throw new Error(`${variable} names no server: ${HOW}`);
      return createDatabase(url, open);
    },
  };
}

async function createDatabase(
  serverUrl: string,
  open: (url: string) => Connection,
): Promise<TestDatabase> {
  const name = `zenml_${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const admin = open(serverUrl);
  await admin.query(`create database ${name}`);
  const url = serverUrl.replace(/[^/]*$/, name);
  const own = open(url);
  return {
    url,
    name,
    query: (sql, params) => own.query(sql, params),
    empty: async () => {
      const where = `table_name = 'zen_meta' and '${name}' in (table_schema, table_catalog)`;
      const sql = `select table_name from information_schema.tables where ${where}`;
      if ((await own.query(sql)).length === 0) return;
      // Children before what they point to.
      for (const resource of TABLE_NAMES.toReversed()) {
        await own.query(`delete from ${tableName(resource)}`);
      }
    },
    drop: async () => {
      await own.close();
      await admin.query(`drop database ${name}`);
      await admin.close();
    },
  };
}

function openMariadb(url: string): Connection {
  const pool = createPool({ uri: url.replace(/^mariadb:/, "mysql:"), connectionLimit: 2 });
  return {
    query: async (sql, values = []) => {
      const [rows] = await pool.query({ sql, values: [...values], rowsAsArray: true });
      return Array.isArray(rows) ? (rows as unknown[][]) : [];
    },
    close: () => pool.end(),
  };
}

function openPostgres(url: string): Connection {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on("error", () => undefined);
  return {
    query: async (text, values = []) =>
      (await pool.query({ text, values: [...values], rowMode: "array" })).rows,
    close: () => pool.end(),
  };
}
