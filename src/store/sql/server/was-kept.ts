// Whether a transaction that was lost at its end was kept: all of it was, or nothing, so that one change of it
// tells.
import { isDeepStrictEqual } from "node:util";
import type { Change } from "../../../domain/change.js";
import type { Row } from "../../row.js";
import type { Call } from "../calls.js";
import { paramsOf } from "../statements/compile.js";
import type { Statements } from "../statements/statements.js";
import { decodeRow } from "../table.js";
import type { Server } from "./server-kind.js";
import { withConnection } from "./with-connection.js";

export interface Looking {
  readonly server: Server;
  readonly statements: Statements;
}

/** Nobody else makes an id, deleting happens once, and what a row was set to somebody may have changed since. */
const TELLING: readonly Change["op"][] = ["create", "delete", "update"];

/** Errors: those of the server. */
export async function wasKept(calls: readonly Call[], looking: Looking): Promise<boolean> {
  const changes = calls.flatMap((call) => call.changes);
  if (changes.length === 0) return true;
  const telling = TELLING.flatMap((op) => lastOf(changes, op) ?? [])[0];
  // Made and deleted in one go: doing it again does no harm.
  if (telling === undefined) return false;
  const row = await find(telling, looking);
  if (telling.op === "create") return row !== undefined;
  if (telling.op === "delete") return row === undefined;
  const set: Readonly<Record<string, unknown>> = telling.set;
  const isSet = (field: string): boolean => isDeepStrictEqual(row?.[field], set[field]);
  return row !== undefined && Object.keys(set).every(isSet);
}

/** The last change of one kind whose traces no other change of the transaction removes. */
function lastOf(changes: readonly Change[], op: Change["op"]): Change | undefined {
  const opposite = op === "delete" ? "create" : "delete";
  const gone = new Set(changes.filter((change) => change.op === opposite).map(idOf));
  return changes.findLast((change) => change.op === op && !gone.has(idOf(change)));
}

function idOf(change: Change): string {
  return change.op === "create" ? change.entity.id : change.id;
}

async function find(change: Change, { server, statements }: Looking): Promise<Row | undefined> {
  const { resource } = change;
  const statement = statements.find(resource);
  const params = paramsOf(statement, idOf(change));
  const ask = { kind: "read", sql: statement.sql, params } as const;
  const { rows } = await withConnection(server, (connection) => connection.ask(ask));
  const [values] = rows;
  return values && decodeRow(statements.table(resource).columns, values);
}
