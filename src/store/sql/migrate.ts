// Brings a database to the version of the program. All of it happens in one transaction; what was there
// before is copied first, and put back if it should not be as it was.
import { copyFileSync, existsSync, rmSync } from "node:fs";
import { ZenError, isZenError } from "../../domain/errors.js";
import { retryLocked } from "../retry-locked.js";
import type { Contents, Migration } from "./migrations/table-spec.js";
import { META, checkState, readState } from "./schema-state.js";
import type { SchemaState } from "./schema-state.js";
import { connect } from "./sqlite/connection.js";
import { SQLITE } from "./sqlite/sqlite-dialect.js";
import type { Connection } from "./sqlite/connection.js";
import { isBusy, sqliteError } from "./sqlite/sqlite-error.js";

export interface MigrateOptions {
  readonly contents: Contents;
  readonly migrations: readonly Migration[];
  readonly patience: number;
}

/** Errors: that of the migration, with the copy's name; the database is as it was then. */
export async function migrate(connection: Connection, options: MigrateOptions): Promise<void> {
  const { migrations, contents, patience } = options;
  const wanted: SchemaState = { version: migrations.length, contents };
  const begin = (): number => connection.run("begin immediate");
  await retryLocked(begin, { isLocked: isBusy, patience });
  let backup: string | undefined;
  const state = readState(connection);
  try {
    // Another process may have been quicker.
    checkState(state, wanted, connection.file);
    if (state.version > 0 && state.version < wanted.version) backup = copy(connection.file, state);
    for (const migration of migrations.slice(state.version)) {
      for (const sql of migration.statements({ contents, dialect: SQLITE })) connection.exec(sql);
    }
    writeMeta(connection, wanted);
    connection.run("commit");
  } catch (error) {
    if (connection.isInTransaction) connection.run("rollback");
    if (backup === undefined) throw error;
    if (!isAsBefore(connection, state)) restore(connection, backup);
    throw failed(connection.file, backup, error);
  }
}

function writeMeta(connection: Connection, { version, contents }: SchemaState): void {
  connection.exec(`create table if not exists ${META} (key text primary key, value text not null)`);
  const set = `insert into ${META} values (?, ?) on conflict (key) do update set value = excluded.value`;
  connection.run(set, ["schema_version", String(version)]);
  connection.run(set, ["contents", contents]);
}

/** A connection of its own copies what was committed, while the other one holds the lock. */
function copy(file: string, { version }: SchemaState): string {
  const name = (count: number): string =>
    `${file}.backup-v${version}${count > 1 ? `-${count}` : ""}`;
  let count = 1;
  while (existsSync(name(count))) count += 1;
  const reader = connect(file, { isReadOnly: true });
  try {
    reader.run("vacuum into ?", [name(count)]);
  } finally {
    reader.close();
  }
  return name(count);
}

function isAsBefore(connection: Connection, before: SchemaState): boolean {
  try {
    const [check] = connection.all("pragma quick_check");
    return check?.[0] === "ok" && readState(connection).version === before.version;
  } catch {
    return false;
  }
}

function restore(connection: Connection, backup: string): void {
  connection.close();
  for (const part of ["-wal", "-shm"]) rmSync(connection.file + part, { force: true });
  copyFileSync(backup, connection.file);
}

function failed(file: string, backup: string, error: unknown): ZenError {
  const cause = sqliteError(file, error);
  return new ZenError(
    isZenError(cause) ? cause.code : "internal",
    `The database ${file} could not be brought to the version of this program; it is as it was before.`,
    {
      hint: `${isZenError(cause) ? `${cause.message} ` : ""}Try again. A copy from before lies at ${backup}.`,
      cause,
    },
  );
}
