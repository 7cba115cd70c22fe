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
import { read, write } from "./steps.js";
import type { Steps } from "./steps.js";
import type { Statements } from "./statements/statements.js";
import type { RowUpdate } from "./statements/write.js";
import { unknownColumns } from "./statements/write.js";
import { decodeRow } from "./table.js";
import type { Table } from "./table.js";

type Of<Op extends Change["op"]> = Extract<Change, { op: Op }>;

/** What a database's refusal is about; undefined for every other error. */
export type ViolationOf = (error: unknown) => "unique" | "foreign_key" | undefined;

export interface ChangeApplierOptions {
  readonly statements: Statements;
  readonly violationOf: ViolationOf;
  readonly contents?: Contents | undefined;
}

export class ChangeApplier {
  readonly #statements: Statements;
  readonly #violationOf: ViolationOf;
  readonly #contents: Contents;

  constructor({ statements, violationOf, contents = "store" }: ChangeApplierOptions) {
    this.#statements = statements;
    this.#violationOf = violationOf;
    this.#contents = contents;
  }

  /** Errors: what is the caller's fault, as `StoreDriver.write`; all others as the database throws them. */
  apply(change: Change): Steps<void> {
    if (change.op === "create") return this.#create(change);
    return change.op === "update" ? this.#update(change) : this.#delete(change);
  }

  *#create(change: Of<"create">): Steps<void> {
    const { resource } = change;
    const row = asRow<ResourceName>(change.entity);
    const table = this.#statements.table(resource);
    try {
      yield* write(this.#statements.insert(resource), row);
    } catch (error) {
      throw yield* this.#refusal(change, row, error);
    }
    yield* this.#link(table, row.id, row);
  }

  *#update(change: Of<"update">): Steps<void> {
    const { resource, id } = change;
    const table = this.#statements.table(resource);
    // Without a field to set there are still expectations to check.
    const set = isEmpty(change.set) ? { id } : change.set;
    const update: RowUpdate = { id, set, expect: change.expect ?? {} };
    const unknown = unknownColumns(table.columns, update.set);
    if (unknown.length > 0) throw unknownFields(change, unknown);
    const linked = yield* this.#linked(table, update);
    let changed: number;
    try {
      changed = yield* write(this.#statements.update(resource, update), update);
    } catch (error) {
      if (this.#violationOf(error) === undefined) throw error;
      const before = yield* this.#row(table, id);
      throw yield* this.#refusal(change, { ...before, ...update.set, id }, error);
    }
    if (changed === 0) throw yield* this.#unmet(change, update);
    for (const { field, targets } of linked) {
      const statement = this.#statements.deleteLink(resource, field);
      for (const target of targets) yield* write(statement, { owner: id, target });
    }
    yield* this.#link(table, id, update.set);
  }

  *#delete(change: Of<"delete">): Steps<void> {
    try {
      const changed = yield* write(this.#statements.delete(change.resource), change.id);
      if (changed === 0) throw entityNotFound(change);
    } catch (error) {
      if (this.#violationOf(error) !== "foreign_key") throw error;
      throw stillInUse(change, yield* this.#users(change));
    }
  }

  /** Several inputs may be one artifact: a link says that, not how often. */
  *#link(table: Table, owner: string, fields: Readonly<Record<string, unknown>>): Steps<void> {
    for (const link of table.links) {
      const statement = this.#statements.insertLink(table.resource, link.field);
      for (const target of new Set(Object.values(fields[link.field] ?? {}))) {
        yield* write(statement, { owner, target });
      }
    }
  }

  /** What the fields that an update sets point to now. Most point to nothing yet. */
  *#linked(table: Table, { id, set }: RowUpdate): Steps<readonly Linked[]> {
    const fields = table.links.map(({ field }) => field).filter((field) => field in set);
    if (fields.length === 0) return [];
    const [values] = yield* read(this.#statements.links(table.resource, fields), id);
    if (values === undefined) return [];
    const columns = fields.flatMap((field) => table.columns.filter(({ name }) => name === field));
    const row: Readonly<Record<string, unknown>> = decodeRow(columns, values);
    return fields.map((field) => ({ field, targets: new Set(Object.values(row[field] ?? {})) }));
  }

  /** What the database's refusal means. */
  *#refusal(change: Change, row: Row, error: unknown): Steps<unknown> {
    const violation = this.#violationOf(error);
    if (violation === "unique") {
      const isId = change.op === "create" && (yield* this.#holds(change.resource, row.id));
      return entityExists(change, row, isId ? "id" : "unique");
    }
    if (violation === undefined) return error;
    for (const parent of RESOURCES[change.resource].parents) {
      const id = row[parent.field];
      if (id === null || (yield* this.#holds(parent.resource, String(id)))) continue;
      return parentMissing(change, parent, id);
    }
    return error;
  }

  *#unmet(change: Of<"update">, { expect }: RowUpdate): Steps<unknown> {
    const row = yield* this.#row(this.#statements.table(change.resource), change.id);
    if (row === undefined) return entityNotFound(change);
    const field = Object.keys(expect).find((name) => expect[name]?.includes(row[name]) === false);
    return field === undefined
      ? entityNotFound(change)
      : expectationFailed(change, field, row[field]);
  }

  /** What is kept elsewhere is not asked for. */
  *#holds(resource: ResourceName, id: string): Steps<boolean> {
    if (this.#contents === "history" && RESOURCES[resource].home !== "history") return true;
    return (yield* this.#row(this.#statements.table(resource), id)) !== undefined;
  }

  *#row(table: Table, id: string): Steps<Row | undefined> {
    const [values] = yield* read(this.#statements.find(table.resource), id);
    return values === undefined ? undefined : decodeRow(table.columns, values);
  }

  *#users({ resource: deleted, id }: Of<"delete">): Steps<readonly User[]> {
    const users: User[] = [];
    for (const { resource, parent } of childrenOf(deleted)) {
      if (parent.on_delete !== "restrict") continue;
      const [row] = yield* read(this.#statements.count(resource, parent.field), id);
      const count = Number(row?.[0] ?? 0);
      if (count > 0) users.push({ resource, count });
    }
    return users;
  }
}

interface Linked {
  readonly field: string;
  readonly targets: ReadonlySet<unknown>;
}

interface User {
  readonly resource: ResourceName;
  readonly count: number;
}

function isEmpty(fields: object): boolean {
  return Object.keys(fields).length === 0;
}
