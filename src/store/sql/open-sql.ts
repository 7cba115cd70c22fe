import type { Stats } from "node:fs";
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { ZenError } from "../../domain/errors.js";
import { PATIENCE, retryLocked } from "../retry-locked.js";
import { migrate } from "./migrate.js";
import { MIGRATIONS } from "./migrations/migrations.js";
import type { Contents, Migration } from "./migrations/table-spec.js";
import { checkState, readState } from "./schema-state.js";
import type { SchemaState } from "./schema-state.js";
import { connect } from "./sqlite/connection.js";
import type { Connection } from "./sqlite/connection.js";
import { isBusy, resultCode, sqliteError } from "./sqlite/sqlite-error.js";
import { SqlDriver } from "./sql-driver.js";
import { parseSqlUrl } from "./sql-url.js";

export interface OpenSqlOptions {
  readonly file: string;
  readonly contents?: Contents | undefined;
  readonly isReadOnly?: boolean | undefined;
  readonly synchronous?: "normal" | "full" | undefined;
  readonly createIfMissing?: boolean | undefined;
  readonly patience?: number | undefined;
  readonly migrations?: readonly Migration[] | undefined;
}

/**
 * Opens the database, makes it when it is not there, and brings it to the program's version.
 * Errors: `not_found`, `store_foreign`, `store_too_new`, `store_corrupt`, `store_locked`,
 * `store_read_only`, `store_unreachable`, `disk_full`.
 */
export async function openSqlDriver(options: OpenSqlOptions): Promise<SqlDriver> {
  const { file, contents = "store", patience = PATIENCE, migrations = MIGRATIONS } = options;
  prepareFile(options);
  let connection: Connection | undefined;
  try {
    connection = await retryLocked(() => reach(options), { isLocked: isBusy, patience });
    const isLogged = await prepareSchema(connection, { contents, patience, migrations });
    // Without a write-ahead log there is nothing that could be synced later.
    const synchronous = isLogged ? options.synchronous : "full";
    return new SqlDriver(connection, { contents, patience, synchronous });
  } catch (error) {
    connection?.close();
    throw sqliteError(file, error);
  }
}

/** Errors: those of `openSqlDriver`, and `invalid_input` for a URL that is none of ours. */
export async function openSqlUrl(
  url: string,
  options: { readonly cwd: string; readonly createIfMissing: boolean },
): Promise<SqlDriver> {
  const target = parseSqlUrl(url, options.cwd);
  return openSqlDriver({ ...target, createIfMissing: options.createIfMissing });
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ZenError("store_unreachable", `The database ${file} cannot be reached: ${why}.`, {
      hint: "Check who may enter the folders above it.",
      cause,
    });
  }
}

function prepareFile({ file, createIfMissing = true, isReadOnly = false }: OpenSqlOptions): void {
  const found = statOf(file);
  if (found?.isDirectory() === true) {
    throw new ZenError("store_unreachable", `${file} is a folder, not a database.`, {
      hint: "Name a file in it, or open it as a store of type local.",
    });
  }
  if (found !== undefined) return;
  if (!createIfMissing || isReadOnly) {
    throw new ZenError("not_found", `There is no database ${file}.`, {
      hint: "Check the path in the store's URL.",
    });
  }
  mkdirSync(dirname(file), { recursive: true });
}

/** A connection that has been read from: only then it is known whether it works. */
function reach({ file, isReadOnly = false }: OpenSqlOptions): Connection {
  const connection = connect(file, { isReadOnly });
  try {
    readState(connection);
    return connection;
  } catch (error) {
    connection.close();
    if (!isUnwritableFolder(file, error)) throw error;
  }
  // Nobody can write it, so nothing has to be shared with a writer.
  return connect(file, { isImmutable: true });
}

const NO_LOG_CODES: readonly number[] = [8, 14];

/** Reading needs files beside the database, which cannot be made; it can do without when nothing is in them. */
function isUnwritableFolder(file: string, error: unknown): boolean {
  const code = resultCode(error);
  if (code === undefined || !NO_LOG_CODES.includes(code & 0xff)) return false;
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  return log === undefined || log.size === 0;
}

interface SchemaOptions {
  readonly contents: Contents;
  readonly patience: number;
  readonly migrations: readonly Migration[];
}

/** Whether the database keeps a write-ahead log. */
async function prepareSchema(connection: Connection, options: SchemaOptions): Promise<boolean> {
  const { contents, patience, migrations } = options;
  const wanted: SchemaState = { version: migrations.length, contents };
  const state = readState(connection);
  checkState(state, wanted, connection.file);
  if (connection.isReadOnly) {
    if (state.version === wanted.version) return true;
    throw new ZenError(
      "store_read_only",
      `The database ${connection.file} has to be brought to version ${wanted.version}, but is read-only.`,
      { hint: "Open it once where it can be written." },
    );
  }
  const useLog = () => connection.all("pragma journal_mode = wal");
  const [mode] = await retryLocked(useLog, { isLocked: isBusy, patience });
  if (state.version < wanted.version) await migrate(connection, options);
  return mode?.[0] === "wal";
}
