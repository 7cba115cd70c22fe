// The store on a database server. It may know SQL and nothing of names, defaults or policy; which server
// it is it knows from a `Server` alone.
import type { Change } from "../../../domain/change.js";
import type { Entities, ResourceName, Summary } from "../../../domain/resources.js";
import type { Position, Selection, StoreDriver, StoreVersion } from "../../driver.js";
import { asEntity, asSummaries } from "../../row.js";
import type { SqlRow } from "../sql-value.js";
import { paramsOf } from "../statements/compile.js";
import type { Statement } from "../statements/compile.js";
import { selectedColumns } from "../statements/select.js";
import { Statements } from "../statements/statements.js";
import { decodeRow, positionOf } from "../table.js";
import { PATIENCE } from "../../retry-locked.js";
import { askedTogether } from "./asked-together.js";
import { ChangeCount, numberStatements, readNumber } from "./change-number.js";
import { Outage } from "./outage.js";
import type { Server } from "./server-kind.js";
import { ServerWriter } from "./server-writer.js";
import { askAgainWhenAway, withConnection } from "./with-connection.js";

export interface ServerDriverOptions {
  /** Milliseconds for which a server that went away is waited for. */
  readonly patience?: number | undefined;
}

export class ServerDriver implements StoreDriver {
  readonly #server: Server;
  readonly #statements: Statements;
  readonly #writer: ServerWriter;
  readonly #outage: Outage;
  readonly #look: () => Promise<StoreVersion>;
  #isOpen = true;

  /** The server's connections are the driver's from now on. */
  constructor(server: Server, { patience = PATIENCE }: ServerDriverOptions = {}) {
    this.#server = server;
    this.#outage = new Outage(patience);
    this.#statements = new Statements(server.dialect);
    const numbers = numberStatements(server.dialect);
    const statements = this.#statements;
    const count = new ChangeCount();
    this.#writer = new ServerWriter(server, { statements, outage: this.#outage, numbers, count });
    const read = () => withConnection(server, (connection) => readNumber(numbers.read, connection));
    this.#look = askedTogether(() => count.see(read));
  }

  async find<Name extends ResourceName>(
    resource: Name,
    id: string,
  ): Promise<Entities[Name] | undefined> {
    const [values] = await this.#read(this.#statements.find(resource), id);
    const { columns } = this.#statements.table(resource);
    return values === undefined ? undefined : asEntity(resource, decodeRow(columns, values));
  }

  async select<Name extends ResourceName>(
    resource: Name,
    selection: Selection,
  ): Promise<Summary<Name>[]> {
    const rows = await this.#read(this.#statements.select(resource, selection), selection);
    const columns = selectedColumns(this.#statements.table(resource), selection);
    return asSummaries(
      resource,
      rows.map((values) => decodeRow(columns, values)),
    );
  }

  async place(resource: ResourceName, selection: Selection): Promise<Position | undefined> {
    const [row] = await this.#read(this.#statements.place(resource, selection), selection);
    return row && positionOf(row);
  }

  write(changes: readonly Change[]): Promise<void> {
    return this.#writer.write(changes);
  }

  /** What a server has said to have kept is on its disk. */
  sync(): Promise<void> {
    return this.#writer.settled();
  }

  /** What is wrong with the server, the next read says. */
  version(): Promise<StoreVersion | undefined> {
    return this.#look().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#writer.settled();
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#server.pool.close();
  }

  async #read<Input>(statement: Statement<Input>, input: Input): Promise<readonly SqlRow[]> {
    const params = paramsOf(statement, input);
    const ask = { kind: "read", sql: statement.sql, params } as const;
    const { rows } = await askAgainWhenAway(this.#server, this.#outage, (connection) =>
      connection.ask(ask),
    );
    return rows;
  }
}
