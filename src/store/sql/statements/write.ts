import {
  ColumnUpdateNode,
  DeleteQueryNode,
  InsertQueryNode,
  QueryNode,
  TableNode,
  UpdateQueryNode,
  ValuesNode,
} from "kysely";
import type { OperationNode } from "kysely";
import type { Row } from "../../row.js";
import type { Dialect } from "../dialect.js";
import { TARGET, encode } from "../table.js";
import type { Column, LinkTable, Table } from "../table.js";
import { NEVER, allOf, anyOf, column, compare, compile, isNull, value, values } from "./compile.js";
import type { Slot, Statement } from "./compile.js";

/** An update with everything that drivers need of it, whatever the resource. */
export interface RowUpdate {
  readonly id: string;
  readonly set: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, readonly unknown[]>>;
}

export interface Link {
  readonly owner: string;
  readonly target: unknown;
}

export function insertStatement(table: Table, dialect: Dialect): Statement<Row> {
  const slots = table.columns.map(
    (one): Slot<Row> =>
      (row) =>
        encode(one, row[one.name]),
  );
  return compile(
    insertInto(
      table.name,
      table.columns.map(({ name }) => name),
      slots,
    ),
    dialect,
  );
}

/** Updates of one shape have one statement. */
export function updateShape({ set, expect }: RowUpdate): string {
  const expected = Object.entries(expect).map(
    ([field, list]) => `${field} ${list.length}${list.includes(null) ? "n" : ""}`,
  );
  return `${Object.keys(set).join()}|${expected.join()}`;
}

/** Changes no row when the id is unknown or an expectation does not hold. */
export function updateStatement(
  table: Table,
  update: RowUpdate,
  dialect: Dialect,
): Statement<RowUpdate> {
  const updates = table.columns
    .filter(({ name }) => name in update.set)
    .map((one) =>
      ColumnUpdateNode.create(
        column(one.name),
        value<RowUpdate>(({ set }) => encode(one, set[one.name])),
      ),
    );
  const target = UpdateQueryNode.cloneWithUpdates(
    UpdateQueryNode.create([TableNode.create(table.name)]),
    updates,
  );
  const isIt = compare(
    column("id"),
    "=",
    value<RowUpdate>(({ id }) => id),
  );
  const expected = Object.entries(update.expect).map(([field, list]) => isOneOf(field, list));
  return compile(QueryNode.cloneWithWhere(target, allOf([isIt, ...expected]) ?? isIt), dialect);
}

export function deleteStatement(table: Table, dialect: Dialect): Statement<string> {
  return compile(
    deleteWhere(
      table.name,
      "id",
      value<string>((id) => id),
    ),
    dialect,
  );
}

export function insertLinkStatement(link: LinkTable, dialect: Dialect): Statement<Link> {
  return compile(
    insertInto<Link>(
      link.name,
      [link.owner, TARGET],
      [({ owner }) => owner, ({ target }) => target],
    ),
    dialect,
  );
}

export function deleteLinkStatement(link: LinkTable, dialect: Dialect): Statement<Link> {
  const isIt = allOf([
    compare(
      column(TARGET),
      "=",
      value<Link>(({ target }) => target),
    ),
    compare(
      column(link.owner),
      "=",
      value<Link>(({ owner }) => owner),
    ),
  ]);
  const node = DeleteQueryNode.create([TableNode.create(link.name)]);
  return compile(QueryNode.cloneWithWhere(node, isIt ?? NEVER), dialect);
}

/** The fields of a change that the table has no column for. */
export function unknownColumns(columns: readonly Column[], fields: object): readonly string[] {
  return Object.keys(fields).filter((field) => columns.every(({ name }) => name !== field));
}

function isOneOf(field: string, list: readonly unknown[]): OperationNode {
  const isScalar = (one: unknown): boolean => one !== null;
  const slots = list.filter(isScalar).map(
    (_, index): Slot<RowUpdate> =>
      ({ expect }) =>
        expect[field]?.filter(isScalar)[index],
  );
  const isOne = slots.length === 0 ? NEVER : compare(column(field), "in", values(slots));
  return list.includes(null) ? anyOf(isOne, isNull(column(field))) : isOne;
}

function insertInto<Input>(
  name: string,
  columns: readonly string[],
  slots: readonly Slot<Input>[],
): InsertQueryNode {
  return InsertQueryNode.cloneWith(InsertQueryNode.create(TableNode.create(name)), {
    columns: columns.map(column),
    values: ValuesNode.create([values(slots)]),
  });
}

function deleteWhere(name: string, field: string, operand: OperationNode): DeleteQueryNode {
  const node = DeleteQueryNode.create([TableNode.create(name)]);
  return QueryNode.cloneWithWhere(node, compare(column(field), "=", operand));
}
