// A number in the database that every transaction of ours raises: who reads it knows whether anything was
// changed since, by whichever process. It knows one row, and nothing of what was changed.
import {
  ColumnUpdateNode,
  InsertQueryNode,
  QueryNode,
  SelectQueryNode,
  SelectionNode,
  TableNode,
  UpdateQueryNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
} from "kysely";
import type { StoreVersion } from "../../driver.js";
import type { Dialect } from "../dialect.js";
import { META } from "../schema-state.js";
import { column, compare, compile, raw } from "../statements/compile.js";
import type { ServerConnection } from "./server-kind.js";

/** SQL without parameters. */
export interface NumberStatements {
  readonly read: string;
  /** Last of all in a transaction: from then on nobody else can, until it ends. */
  readonly raise: string;
  /** For a database in which nothing was changed yet. */
  readonly begin: string;
}

const KEY = ValueNode.createImmediate("changes");

export function numberStatements(dialect: Dialect): NumberStatements {
  const target = TableNode.create(META);
  const isIt = compare(column("key"), "=", KEY);
  const read = SelectQueryNode.cloneWithSelections(SelectQueryNode.createFrom([target]), [
    SelectionNode.create(column("value")),
  ]);
  const next = raw(dialect.nextNumber, column("value"));
  const set = ColumnUpdateNode.create(column("value"), next);
  const raise = UpdateQueryNode.cloneWithUpdates(UpdateQueryNode.create([target]), [set]);
  const row = ValueListNode.create([KEY, ValueNode.createImmediate("0")]);
  const begin = InsertQueryNode.cloneWith(InsertQueryNode.create(target), {
    columns: ["key", "value"].map(column),
    values: ValuesNode.create([row]),
    endModifiers: [raw(dialect.unlessThere)],
  });
  return {
    read: compile(QueryNode.cloneWithWhere(read, isIt), dialect).sql,
    raise: compile(QueryNode.cloneWithWhere(raise, isIt), dialect).sql,
    begin: compile(begin, dialect).sql,
  };
}

export async function readNumber(sql: string, connection: ServerConnection): Promise<number> {
  const { rows } = await connection.ask({ kind: "read", sql, params: [] });
  return Number(rows[0]?.[0] ?? 0);
}

/** Tells one's own changes from those of others. */
export class ChangeCount {
  #own = 0;
  #newest = 0;
  #others = 0;
  /** Own transactions that nobody knows yet to be kept or not. */
  #open = 0;

  begin(): void {
    this.#open += 1;
  }

  end(isKept: boolean): void {
    this.#open -= 1;
    if (isKept) this.#own += 1;
  }

  /** What the number means. Whoever changed it while one's own change is open will be told later. */
  async see(read: () => Promise<number>): Promise<StoreVersion> {
    const [open, own] = [this.#open, this.#own];
    const number = await read();
    // An older one than is known already says nothing.
    this.#newest = Math.max(this.#newest, number);
    const isQuiet = open === 0 && this.#open === 0 && own === this.#own;
    if (isQuiet) this.#others = this.#newest - this.#own;
    return { own: this.#newest - this.#others, others: this.#others };
  }
}
