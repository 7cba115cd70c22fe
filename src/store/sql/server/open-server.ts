import { ZenError } from "../../../domain/errors.js";
import { MIGRATIONS } from "../migrations/migrations.js";
import type { Migration } from "../migrations/table-spec.js";
import { checkVersion, migrateServer } from "./migrate-server.js";
import { ServerDriver } from "./server-driver.js";
import type { ServerDriverOptions } from "./server-driver.js";
import { nameOf } from "./server-error.js";
import { Outage } from "./outage.js";
import type { Server, ServerConnection } from "./server-kind.js";
import { readVersion } from "./server-meta.js";
import { asServerError, troubleWith, withConnection } from "./with-connection.js";

/** An error is told within five seconds. */
const START_PATIENCE = 4000;

export interface OpenServerOptions extends ServerDriverOptions {
  readonly createIfMissing?: boolean | undefined;
  readonly migrations?: readonly Migration[] | undefined;
}

/**
 * A store in the server's database: makes its tables where there are none, beside those of others, and
 * brings them to the program's version. Closes the server's connections when it fails.
 * Errors: `not_found`, `store_foreign`, `store_too_new`, `store_read_only`, `store_unreachable`, `disk_full`.
 */
export async function openServer(
  server: Server,
  { createIfMissing = true, migrations = MIGRATIONS, patience }: OpenServerOptions = {},
): Promise<ServerDriver> {
  try {
    await onceStarted(server, async (connection) => {
      const version = await readVersion(server, connection);
      if (version === undefined && !createIfMissing) throw noStore(server);
      checkVersion(server, version ?? 0, migrations.length);
      if (version !== migrations.length) await migrateServer(server, connection, migrations);
    });
    return new ServerDriver(server, { patience });
  } catch (error) {
    await server.pool.close();
    throw asServerError(server, error);
  }
}

/** Of a server that is gone people want to know at once; one that is just starting is waited for. */
async function onceStarted(
  server: Server,
  work: (connection: ServerConnection) => Promise<void>,
): Promise<void> {
  const start = new Outage(START_PATIENCE);
  for (let attempt = 1; ; attempt++) {
    try {
      return await withConnection(server, work);
    } catch (error) {
      const isStarting = troubleWith(server, error) === "starting";
      if (!isStarting || !(await start.wait(attempt))) throw error;
    }
  }
}

function noStore(server: Server): ZenError {
  return new ZenError("not_found", `There is no store in the database ${nameOf(server.place)}.`, {
    hint: "Check the name of the database in the store's URL.",
  });
}
