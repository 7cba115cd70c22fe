import { ChangeApplier } from "../apply-change.js";
import type { ViolationOf } from "../apply-change.js";
import type { Call } from "../calls.js";
import type { Statements } from "../statements/statements.js";
import { takeStepsLater } from "../steps.js";
import type { Answer, Ask } from "../steps.js";
import type { ChangeCount, NumberStatements } from "./change-number.js";
import { isPassing } from "./outage.js";
import type { Server, ServerConnection } from "./server-kind.js";
import { asServerError, troubleWith, withConnection } from "./with-connection.js";

export interface Numbered {
  readonly numbers: NumberStatements;
  readonly count: ChangeCount;
}

export interface TransactionOptions extends Numbered {
  readonly calls: readonly Call[];
  /** With savepoints: a refused call is undone alone, and told what refused it. */
  readonly isCareful: boolean;
  readonly statements: Statements;
}

/** The connection was lost while the transaction was being kept: it was, or it was not. */
export class LostCommit extends Error {
  readonly refused: ReadonlyMap<Call, unknown>;

  constructor(cause: unknown, refused: ReadonlyMap<Call, unknown>) {
    super("a connection was lost at the end of a transaction", { cause });
    this.refused = refused;
  }
}

/**
 * Commits what the calls want and answers them; when it throws, nothing was kept and nobody answered.
 * Errors: of a call, unless careful; of the server, as it throws them; `LostCommit` when nobody knows
 * whether it was kept.
 */
export async function runTransaction(server: Server, options: TransactionOptions): Promise<void> {
  const refused = new Map<Call, unknown>();
  let lost: unknown;
  const { calls, numbers, count } = options;
  const end = server.takesSeveral ? [`${numbers.raise}; commit`] : [numbers.raise, "commit"];
  try {
    await withConnection(server, async (connection) => {
      await connection.exec(server.begin);
      try {
        await applyCalls(server, connection, { ...options, refused });
      } catch (error) {
        await rollBack(server, connection, error);
        throw error;
      }
      count.begin();
      let isKept = false;
      try {
        for (const sql of end) await connection.exec(sql);
        isKept = true;
      } catch (error) {
        if (troubleWith(server, error) === "lost") lost = error;
        else await rollBack(server, connection, error);
        throw error;
      } finally {
        count.end(isKept);
      }
    });
  } catch (error) {
    throw lost === undefined ? error : new LostCommit(lost, refused);
  }
  answerCalls(calls, refused);
}

export function answerCalls(calls: readonly Call[], refused: ReadonlyMap<Call, unknown>): void {
  for (const call of calls) {
    if (refused.has(call)) call.reject(refused.get(call));
    else call.resolve();
  }
}

/** A server that cannot be reached any more rolls back by itself. */
async function rollBack(
  server: Server,
  connection: ServerConnection,
  error: unknown,
): Promise<void> {
  if (troubleWith(server, error) === "lost") return;
  await connection.exec("rollback").catch(() => undefined);
}

interface Applying extends TransactionOptions {
  readonly refused: Map<Call, unknown>;
}

async function applyCalls(
  server: Server,
  connection: ServerConnection,
  { calls, isCareful, statements, refused }: Applying,
): Promise<void> {
  const violationOf: ViolationOf = (error) => violation(server, error);
  const applier = new ChangeApplier({ statements, violationOf });
  const answer = isCareful && server.isEndedByErrors ? guarded(connection) : connection.ask;
  for (const call of calls) {
    if (isCareful) await connection.exec("savepoint of_call");
    try {
      for (const change of call.changes) await takeStepsLater(applier.apply(change), answer);
    } catch (error) {
      if (!isCareful || isTransient(server, error)) throw error;
      await connection.exec("rollback to savepoint of_call");
      refused.set(call, asServerError(server, error));
    }
    if (isCareful) await connection.exec("release savepoint of_call");
  }
}

/** The server gave the transaction up, or went away in it. */
function isTransient(server: Server, error: unknown): boolean {
  const trouble = troubleWith(server, error);
  return trouble === "collision" || isPassing(trouble);
}

function violation(server: Server, error: unknown): "unique" | "foreign_key" | undefined {
  const trouble = server.troubleOf(error);
  return trouble === "unique" || trouble === "foreign_key" ? trouble : undefined;
}

/** Errors do not end the transaction: what a refused change was about can be asked in it. */
function guarded(connection: ServerConnection): (ask: Ask) => Promise<Answer> {
  return async (ask) => {
    if (ask.kind === "read") return connection.ask(ask);
    await connection.exec("savepoint of_change");
    try {
      const answer = await connection.ask(ask);
      await connection.exec("release savepoint of_change");
      return answer;
    } catch (error) {
      await connection.exec("rollback to savepoint of_change");
      throw error;
    }
  };
}
