// The seam to SQLite: the only file that knows the package. Parameters are one array of text, numbers and
// null; booleans become 0 and 1; all else is refused, since a binding may take it for something.
import { pathToFileURL } from "node:url";
import type { DatabaseSync, StatementSyncInstance } from "@photostructure/sqlite";
import type { SqlRow, SqlValue } from "../sql-value.js";
import { loadSqlite } from "./native.js";

export interface Connection {
  readonly file: string;
  readonly isReadOnly: boolean;
  /** Rows as arrays, in the order of the selected columns. */
  all(sql: string, params?: readonly unknown[]): readonly SqlRow[];
  /** How many rows were changed. */
  run(sql: string, params?: readonly unknown[]): number;
  /** Several statements without parameters. */
  exec(sql: string): void;
  readonly isInTransaction: boolean;
  close(): void;
}

export interface ConnectionOptions {
  readonly isReadOnly?: boolean;
  /** Nobody writes the file while it is open: it can be read where nothing can be written beside it. */
  readonly isImmutable?: boolean;
  /** Milliseconds to wait inside SQLite for another process; nothing else happens meanwhile. */
  readonly timeout?: number;
}

const BUSY_TIMEOUT = 50;
const MAX_STATEMENTS = 300;
/** Pages of the log before it is worked into the database. Four times the default: half the time a commit. */
const LOG_PAGES = 4000;

/** Foreign keys are enforced. Throws what SQLite throws. */
export function connect(file: string, options: ConnectionOptions = {}): Connection {
  const { isImmutable = false, isReadOnly = isImmutable, timeout = BUSY_TIMEOUT } = options;
  const { DatabaseSync } = loadSqlite();
  const location = isImmutable ? `${pathToFileURL(file).href}?immutable=1` : file;
  const database = new DatabaseSync(location, { readOnly: isReadOnly, timeout });
  database.exec(`pragma wal_autocheckpoint = ${LOG_PAGES}`);
  const prepare = cachedStatements(database);
  let hasWritten = false;
  return {
    file,
    isReadOnly,
    all: (sql, params = []) => prepare(sql).all(...params.map(bindable)),
    run: (sql, params = []) => {
      const { changes } = prepare(sql).run(...params.map(bindable));
      if (changes > 0) hasWritten = true;
      return changes;
    },
    exec: (sql) => database.exec(sql),
    get isInTransaction() {
      return database.isTransaction;
    },
    close: () => {
      if (!database.isOpen) return;
      if (hasWritten) emptyLog(database);
      database.close();
    },
  };
}

/**
 * The package leaves a closed database open until its statements are collected, so that what SQLite does
 * last, working the log into the file, would not be done. Nothing is lost when it cannot be: the log stays.
 */
function emptyLog(database: InstanceType<typeof DatabaseSync>): void {
  try {
    database.exec("pragma wal_checkpoint(truncate)");
  } catch {
    return;
  }
}

/** Prepared once for each text. Lists of many lengths could fill it: the oldest leaves first. */
function cachedStatements(
  database: InstanceType<typeof DatabaseSync>,
): (sql: string) => StatementSyncInstance {
  const statements = new Map<string, StatementSyncInstance>();
  return (sql) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    const [oldest] = statements.size < MAX_STATEMENTS ? [] : statements.keys();
    if (oldest !== undefined) statements.delete(oldest);
    statements.set(sql, statement);
    return statement;
  };
}

/** Text with a zero character goes as bytes: SQLite's text functions would cut it there. */
function bindable(value: unknown): SqlValue {
  if (typeof value === "string") return value.includes("\0") ? Buffer.from(value) : value;
  if (value === null) return null;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  throw new TypeError(`SQLite cannot be given the value '${String(value)}'`);
}
