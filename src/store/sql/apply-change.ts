// Applies one change inside a transaction that somebody else began.
import type { Change } from "../../domain/change.js";
import { RESOURCES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { asRow } from "../row.js";
import type { Row } from "../row.js";
import {
  childrenOf,
  entityExists,
  entityNotFound,
  expectationFailed,
  parentMissing,
  stillInUse,
  unknownFields,
} from "../write-errors.js";
import type { Contents } from "./migrations/table-spec.js";
import type { Connection } from "./sqlite/connection.js";
import { isForeignKeyViolation, isUniqueViolation } from "./sqlite/sqlite-error.js";
import { paramsOf } from "./statements/compile.js";
import type { Statement } from "./statements/compile.js";
import type { Statements } from "./statements/statements.js";
import type { RowUpdate } from "./statements/write.js";
import { unknownColumns } from "./statements/write.js";
import { decodeRow, tableName } from "./table.js";
import type { Table } from "./table.js";

type Of<Op extends Change["op"]> = Extract<Change, { op: Op }>;

export class ChangeApplier {
  readonly #connection: Connection;
  readonly #statements: Statements;
  readonly #contents: Contents;

  constructor(connection: Connection, statements: Statements, contents: Contents = "store") {
    this.#connection = connection;
    this.#statements = statements;
    this.#contents = contents;
  }

  apply(change: Change): void {
    if (change.op === "create") this.#create(change);
    else if (change.op === "update") this.#update(change);
    else this.#delete(change);
  }

  #create(change: Of<"create">): void {
    const { resource } = change;
    const row = asRow<ResourceName>(change.entity);
    const table = this.#statements.table(resource);
    try {
      this.#run(this.#statements.insert(resource), row);
    } catch (error) {
      throw this.#refusal(change, row, error);
    }
    this.#link(table, row.id, row);
  }

  #update(change: Of<"update">): void {
    const { resource, id } = change;
    const table = this.#statements.table(resource);
    // Without a field to set there are still expectations to check.
    const set = isEmpty(change.set) ? { id } : change.set;
    const update: RowUpdate = { id, set, expect: change.expect ?? {} };
    const unknown = unknownColumns(table.columns, update.set);
    if (unknown.length > 0) throw unknownFields(change, unknown);
    const linked = this.#linkedFields(table, update);
    let changed: number;
    try {
      changed = this.#run(this.#statements.update(resource, update), update);
    } catch (error) {
      throw this.#refusal(change, { ...this.#row(table, id), ...update.set, id }, error);
    }
    if (changed === 0) throw this.#unmet(change, update);
    for (const field of linked) this.#run(this.#statements.deleteLinks(resource, field), id);
    this.#link(table, id, update.set);
  }

  #delete(change: Of<"delete">): void {
    try {
      const changed = this.#run(this.#statements.delete(change.resource), change.id);
      if (changed === 0) throw entityNotFound(change);
    } catch (error) {
      if (!isForeignKeyViolation(error)) throw error;
      throw stillInUse(change, this.#users(change));
    }
  }

  /** Several inputs may be one artifact: a link says that, not how often. */
  #link(table: Table, owner: string, fields: Readonly<Record<string, unknown>>): void {
    for (const link of table.links) {
      const statement = this.#statements.insertLink(table.resource, link.field);
      for (const target of new Set(Object.values(fields[link.field] ?? {}))) {
        this.#run(statement, { owner, target });
      }
    }
  }

  /** Which of the fields that an update sets point to something now. Most point to nothing yet. */
  #linkedFields(table: Table, { id, set }: RowUpdate): readonly string[] {
    const fields = table.links.map(({ field }) => field).filter((field) => field in set);
    if (fields.length === 0) return [];
    const { sql } = this.#statements.links(table.resource, fields);
    const [values] = this.#connection.all(sql, [id]);
    return fields.filter((_, index) => values?.[index] !== "{}");
  }

  #run<Input>(statement: Statement<Input>, input: Input): number {
    return this.#connection.run(statement.sql, paramsOf(statement, input));
  }

  /** What the database's refusal means. */
  #refusal(change: Change, row: Row, error: unknown): unknown {
    if (isUniqueViolation(error)) {
      const isId = change.op === "create" && this.#holds(change.resource, row.id);
      return entityExists(change, row, isId ? "id" : "unique");
    }
    if (!isForeignKeyViolation(error)) return error;
    const missing = RESOURCES[change.resource].parents.find((parent) => {
      const id = row[parent.field];
      return id !== null && !this.#holds(parent.resource, String(id));
    });
    return missing === undefined ? error : parentMissing(change, missing, row[missing.field]);
  }

  #unmet(change: Of<"update">, { expect }: RowUpdate): unknown {
    const row = this.#row(this.#statements.table(change.resource), change.id);
    if (row === undefined) return entityNotFound(change);
    const field = Object.keys(expect).find((name) => expect[name]?.includes(row[name]) === false);
    return field === undefined
      ? entityNotFound(change)
      : expectationFailed(change, field, row[field]);
  }

  /** What is kept elsewhere is not asked for. */
  #holds(resource: ResourceName, id: string): boolean {
    if (this.#contents === "history" && RESOURCES[resource].home !== "history") return true;
    return this.#row(this.#statements.table(resource), id) !== undefined;
  }

  #row(table: Table, id: string): Row | undefined {
    const [values] = this.#connection.all(this.#statements.find(table.resource).sql, [id]);
    return values === undefined ? undefined : decodeRow(table.columns, values);
  }

  #users(change: Of<"delete">) {
    return childrenOf(change.resource)
      .filter(({ parent }) => parent.on_delete === "restrict")
      .map(({ resource, parent }) => {
        const sql = `select count(*) from "${tableName(resource)}" where "${parent.field}" = ?`;
        const [row] = this.#connection.all(sql, [change.id]);
        return { resource, count: Number(row?.[0] ?? 0) };
      })
      .filter(({ count }) => count > 0);
  }
}

function isEmpty(fields: object): boolean {
  return Object.keys(fields).length === 0;
}
