// Brings a server's database to the version of the program, while nobody else does. PostgreSQL does all of
// it or nothing. MySQL keeps each statement at once: the version is written after each migration, and one
// that was broken off goes on with what is not there yet.
import { ZenError, isZenError } from "../../../domain/errors.js";
import type { Migration } from "../migrations/table-spec.js";
import { META, checkState } from "../schema-state.js";
import { nameOf } from "./server-error.js";
import type { Server, ServerConnection } from "./server-kind.js";
import { createMeta, ourTables, readVersion, writeVersion } from "./server-meta.js";
import { asServerError } from "./with-connection.js";

/** Errors: `store_foreign`, `store_too_new`; that of the migration, with what it left. */
export async function migrateServer(
  server: Server,
  connection: ServerConnection,
  migrations: readonly Migration[],
): Promise<void> {
  const dialect = await server.tableDialect(connection);
  await server.whileAlone(connection, async () => {
    const tables = await ourTables(server, connection);
    const isNew = !tables.includes(META);
    if (isNew && tables.length > 0) throw foreign(server, tables);
    if (isNew) await createMeta(dialect, connection);
    const version = isNew ? 0 : ((await readVersion(server, connection)) ?? 0);
    checkVersion(server, version, migrations.length);
    for (const migration of migrations.slice(version)) {
      await applyMigration({ ...server, dialect }, connection, migration);
    }
  });
}

/** Errors: `store_too_new`. */
export function checkVersion(server: Server, version: number, known: number): void {
  const contents = "store" as const;
  checkState({ version, contents }, { version: known, contents }, nameOf(server.place));
}

async function applyMigration(
  server: Server,
  connection: ServerConnection,
  { version, statements }: Migration,
): Promise<void> {
  try {
    for (const sql of statements({ contents: "store", dialect: server.dialect })) {
      await connection.exec(sql).catch((error: unknown) => {
        if (server.troubleOf(error) !== "there_already") throw error;
      });
    }
    await writeVersion(server, connection, version);
  } catch (error) {
    throw version === 1 ? error : failed(server, version, error);
  }
}

function foreign(server: Server, tables: readonly string[]): ZenError {
  const named = tables.map((name) => `'${name}'`).join(", ");
  return new ZenError(
    "store_foreign",
    `The database ${nameOf(server.place)} has tables of somebody else that are named like ours: ${named}.`,
    { hint: "They were left as they are. Name another database for the store." },
  );
}

function failed(server: Server, version: number, error: unknown): ZenError {
  const cause = asServerError(server, error);
  const said = isZenError(cause) ? `${cause.message} ` : "";
  return new ZenError(
    isZenError(cause) ? cause.code : "internal",
    `The database ${nameOf(server.place)} could not be brought to version ${version}; what is in it was kept.`,
    { hint: `${said}Try again.`, cause },
  );
}
