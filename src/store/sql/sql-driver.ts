// The store on a database: each resource a table. It may know SQL and nothing of names, defaults or policy.
import { closeSync, fsync, openSync } from "node:fs";
import { promisify } from "node:util";
import type { Change } from "../../domain/change.js";
import { ZenError } from "../../domain/errors.js";
import type { Entities, ResourceName, Summary } from "../../domain/resources.js";
import type { Position, Selection, StoreDriver, StoreVersion } from "../driver.js";
import { fileIdentity } from "../file-identity.js";
import { PATIENCE, retryLocked } from "../retry-locked.js";
import { asEntity, asSummaries } from "../row.js";
import { ChangeApplier } from "./apply-change.js";
import { GroupWriter } from "./group-writer.js";
import type { CommitCounts } from "./group-writer.js";
import type { Contents } from "./migrations/table-spec.js";
import type { Connection } from "./sqlite/connection.js";
import { isBusy, sqliteError, violationOf } from "./sqlite/sqlite-error.js";
import { SQLITE } from "./sqlite/sqlite-dialect.js";
import { paramsOf } from "./statements/compile.js";
import { selectedColumns } from "./statements/select.js";
import { Statements } from "./statements/statements.js";
import { takeSteps } from "./steps.js";
import type { Ask } from "./steps.js";
import { decodeRow, positionOf } from "./table.js";

export interface SqlDriverOptions {
  readonly contents?: Contents | undefined;
  /** `full`: every commit survives a power cut, not only those of configuration. */
  readonly synchronous?: "normal" | "full" | undefined;
  /** Milliseconds to wait for another process. */
  readonly patience?: number | undefined;
}

export class SqlDriver implements StoreDriver {
  readonly #connection: Connection;
  readonly #statements = new Statements(SQLITE);
  readonly #writer: GroupWriter;
  readonly #patience: number;
  readonly #file: string | undefined;
  #isOpen = true;

  /** The connection is the driver's from now on. */
  constructor(connection: Connection, options: SqlDriverOptions = {}) {
    this.#connection = connection;
    this.#file = fileIdentity(connection.file);
    this.#patience = options.patience ?? PATIENCE;
    const { contents } = options;
    const applier = new ChangeApplier({ statements: this.#statements, violationOf, contents });
    const answer = ({ kind, sql, params }: Ask) =>
      kind === "read"
        ? { rows: connection.all(sql, params), changed: 0 }
        : { rows: [], changed: connection.run(sql, params) };
    this.#writer = new GroupWriter(connection, {
      apply: (change) => takeSteps(applier.apply(change), answer),
      isAlwaysSynced: options.synchronous === "full",
      patience: this.#patience,
    });
  }

  get counts(): CommitCounts {
    return this.#writer.counts;
  }

  async find<Name extends ResourceName>(
    resource: Name,
    id: string,
  ): Promise<Entities[Name] | undefined> {
    const { sql } = this.#statements.find(resource);
    const [values] = await this.#read(sql, [id]);
    const { columns } = this.#statements.table(resource);
    return values === undefined ? undefined : asEntity(resource, decodeRow(columns, values));
  }

  async select<Name extends ResourceName>(
    resource: Name,
    selection: Selection,
  ): Promise<Summary<Name>[]> {
    const statement = this.#statements.select(resource, selection);
    const rows = await this.#read(statement.sql, paramsOf(statement, selection));
    const columns = selectedColumns(this.#statements.table(resource), selection);
    return asSummaries(
      resource,
      rows.map((values) => decodeRow(columns, values)),
    );
  }

  async place(resource: ResourceName, selection: Selection): Promise<Position | undefined> {
    const statement = this.#statements.place(resource, selection);
    const [row] = await this.#read(statement.sql, paramsOf(statement, selection));
    return row && positionOf(row);
  }

  write(changes: readonly Change[]): Promise<void> {
    return this.#writer.write(changes);
  }

  /** What was committed without waiting for the disk lies in the log file, and there alone. */
  async sync(): Promise<void> {
    await this.#writer.settled();
    if (!this.#writer.isUnsynced) return;
    const { commits } = this.#writer.counts;
    await this.#syncLog();
    this.#writer.markSynced(commits);
  }

  /** Writing to files that were deleted succeeds: here it is seen at the latest. */
  async #syncLog(): Promise<void> {
    const { file } = this.#connection;
    try {
      await syncFile(`${file}-wal`);
    } catch (error) {
      const isGone = error instanceof Error && "code" in error && error.code === "ENOENT";
      throw isGone ? databaseGone(file, error) : error;
    }
  }

  /** The database counts what other connections commit; what is wrong with it, the next read says. */
  version(): StoreVersion | undefined {
    try {
      const [row] = this.#connection.all("pragma data_version");
      return { own: this.#writer.counts.commits, others: Number(row?.[0]) };
    } catch {
      return undefined;
    }
  }

  isInPlace(): boolean {
    return this.#file === fileIdentity(this.#connection.file);
  }

  async close(): Promise<void> {
    await this.#writer.settled();
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#connection.close();
  }

  /** Readers wait only while a database is made or recovered. */
  async #read(sql: string, params: readonly unknown[]) {
    const read = () => this.#connection.all(sql, params);
    try {
      return await retryLocked(read, { isLocked: isBusy, patience: this.#patience });
    } catch (error) {
      throw sqliteError(this.#connection.file, error);
    }
  }
}

function databaseGone(file: string, cause: unknown): ZenError {
  return new ZenError(
    "store_unreachable",
    `The database ${file} was deleted while it was in use.`,
    {
      hint: "What was written since is lost. Leave the folder of the store alone while something runs, and run it again.",
      cause,
    },
  );
}

/** The promises of the file system would cost every command that opens a database a millisecond. */
async function syncFile(file: string): Promise<void> {
  const handle = openSync(file, "r+");
  try {
    await promisify(fsync)(handle);
  } finally {
    closeSync(handle);
  }
}
