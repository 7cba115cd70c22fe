// What a kind of server has to bring: its dialect, its connections, the meaning of its errors. Everything
// else is the same for all of them.
import type { Dialect } from "../dialect.js";
import type { Answer, Ask } from "../steps.js";
import type { ServerPlace, Trouble } from "./server-error.js";

export interface ServerConnection {
  /** One statement with parameters. */
  ask(ask: Ask): Promise<Answer>;
  /** One statement without. */
  exec(sql: string): Promise<void>;
  /** Gives it back; a broken one is closed. */
  release(isBroken: boolean): void;
}

export interface ServerPool {
  acquire(): Promise<ServerConnection>;
  close(): Promise<void>;
}

export interface Server {
  readonly place: ServerPlace;
  readonly pool: ServerPool;
  readonly troubleOf: (error: unknown) => Trouble | undefined;
  readonly dialect: Dialect;
  /** What tables are made in: it may depend on the server's version. Errors: `store_unreachable`. */
  readonly tableDialect: (connection: ServerConnection) => Promise<Dialect>;
  readonly begin: string;
  /** Whether an error ends a transaction, so that nothing can be asked in it any more. */
  readonly isEndedByErrors: boolean;
  /** Whether it takes several statements at once. */
  readonly takesSeveral: boolean;
  /** SQL for the schema that tables are in. */
  readonly schema: string;
  /** Runs `work` while nobody else brings this database to another version. */
  readonly whileAlone: (connection: ServerConnection, work: () => Promise<void>) => Promise<void>;
}
