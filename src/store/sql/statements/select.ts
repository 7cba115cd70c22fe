import {
  AliasNode,
  IdentifierNode,
  LimitNode,
  OffsetNode,
  OrderByItemNode,
  QueryNode,
  RawNode,
  SelectQueryNode,
  SelectionNode,
  TableNode,
} from "kysely";
import type { OperationNode } from "kysely";
import type { Filter } from "../../../domain/query.js";
import type { Position, Selection } from "../../driver.js";
import { indexName, orderedIndexes } from "../../tables/indexes.js";
import type { Dialect } from "../dialect.js";

import type { Column, Table } from "../table.js";
import { allOf, anyOf, column, compare, compile, raw, value } from "./compile.js";
import type { Statement } from "./compile.js";
import { condition, filterShape } from "./conditions.js";
import { fieldsWithoutIndex } from "./index-choice.js";

/** Selections of one shape have one statement. */
export function selectionShape(selection: Selection): string {
  const { filters, sort, after, through, isWhole } = selection;
  const shapes = filters.map(filterShape).join("|");
  const by = through && ` through ${through.fields.join()}${through.upTo === null ? "" : " up to"}`;
  const how = `${after === null ? "" : " after"}${by ?? ""}${isWhole === true ? " whole" : ""}`;
  return `${sort.field} ${sort.direction}${how}|${shapes}`;
}

export function selectStatement(
  table: Table,
  selection: Selection,
  dialect: Dialect,
): Statement<Selection> {
  const columns = selectedColumns(table, selection).map(({ name }) => name);
  const limit = LimitNode.create(count(dialect, (input) => input.limit));
  const ordered = orderedRows(table, selection, { columns, dialect });
  return compile(SelectQueryNode.cloneWithLimit(ordered, limit), dialect);
}

/** In the order in which they are read. */
export function selectedColumns(
  { columns, summary }: Table,
  { isWhole }: Selection,
): readonly Column[] {
  return isWhole === true ? columns : summary;
}

/** Where the last of so many rows stands. */
export function placeStatement(
  table: Table,
  selection: Selection,
  dialect: Dialect,
): Statement<Selection> {
  const columns = [selection.sort.field, "id"];
  const ordered = orderedRows(table, selection, { columns, dialect });
  const one = LimitNode.create(count(dialect, () => 1));
  const before = OffsetNode.create(count(dialect, (input) => input.limit - 1));
  const limited = SelectQueryNode.cloneWithLimit(ordered, one);
  return compile(SelectQueryNode.cloneWithOffset(limited, before), dialect);
}

function count(dialect: Dialect, slot: (selection: Selection) => number): OperationNode {
  return raw(dialect.count, value(slot));
}

interface Wanted {
  readonly columns: readonly string[];
  readonly dialect: Dialect;
}

function orderedRows(
  table: Table,
  selection: Selection,
  { columns, dialect }: Wanted,
): SelectQueryNode {
  const { sort, filters, after, through } = selection;
  const withoutIndex =
    through === undefined
      ? fieldsWithoutIndex(table.resource, selection, dialect)
      : fieldsBeside(selection, through.fields);
  const refer = (field: string): OperationNode =>
    withoutIndex.has(field) ? outsideIndexes(table, field, dialect) : column(field);
  const conditions = filters.map((filter, index) => {
    const find = (input: Selection): Filter => input.filters[index] ?? filter;
    return condition(table, filter, { left: refer(filter.field), find, dialect });
  });
  if (after !== null) conditions.push(beyond(selection, refer(sort.field), { dialect }));
  if (through !== undefined && through.upTo !== null) {
    conditions.push(beyond(selection, refer(sort.field), { dialect, isUpTo: true }));
  }
  const isFromMiddle = after !== null || filters.some((filter) => isRangeOf(sort.field, filter));
  const isFound = through === undefined && (!isFromMiddle || withoutIndex.size > 0);
  const from = isFound ? TableNode.create(table.name) : inOrder(table, selection, dialect);
  const direction = RawNode.createWithSql(sort.direction);
  return QueryNode.cloneWithOrderByItems(
    where(selectFrom(from, columns), conditions),
    [refer(sort.field), column("id")].map((by) => OrderByItemNode.create(by, direction)),
  );
}

/** What is looked at in each row, so that no other index is taken for it. */
function fieldsBeside(
  { filters, sort }: Selection,
  fields: readonly string[],
): ReadonlySet<string> {
  const beside = filters.map(({ field }) => field);
  return new Set(beside.filter((field) => field !== sort.field && !fields.includes(field)));
}

/** One row by its id. */
export function findStatement(
  table: Table,
  dialect: Dialect,
  fields: readonly string[] = table.columns.map(({ name }) => name),
): Statement<string> {
  const isIt = compare(
    column("id"),
    "=",
    value<string>((id) => id),
  );
  return compile(where(selectFrom(TableNode.create(table.name), fields), [isIt]), dialect);
}

const RANGES: readonly Filter["operator"][] = ["gt", "gte", "lt", "lte", "startswith"];

function isRangeOf(sorted: string, { field, operator }: Filter): boolean {
  return field === sorted && RANGES.includes(operator);
}

/** The table, to be read in the order of the index that has the list's. */
function inOrder(
  table: Table,
  { filters, sort, through }: Selection,
  dialect: Dialect,
): OperationNode {
  const node = TableNode.create(table.name);
  const used = through && filters.filter(({ field }) => through.fields.includes(field));
  const [index] = orderedIndexes(table.resource, used ?? filters, sort);
  if (index === undefined || dialect.inOrderOf === undefined) return node;
  return raw(dialect.inOrderOf, node, IdentifierNode.create(indexName(table.name, index)));
}

function selectFrom(from: OperationNode, columns: readonly string[]): SelectQueryNode {
  return SelectQueryNode.cloneWithSelections(
    SelectQueryNode.createFrom([from]),
    columns.map((name) => SelectionNode.create(column(name))),
  );
}

function where(node: SelectQueryNode, conditions: readonly OperationNode[]): SelectQueryNode {
  const all = allOf(conditions);
  return all === undefined ? node : QueryNode.cloneWithWhere(node, all);
}

const TEXT_TYPES: readonly Column["type"][] = ["text", "time", "json"];

function outsideIndexes(table: Table, field: string, { withoutIndex }: Dialect): OperationNode {
  const found = table.columns.find(({ name }) => name === field);
  const isText = found === undefined || TEXT_TYPES.includes(found.type);
  return raw(isText ? withoutIndex.text : withoutIndex.number, column(field));
}

interface Beyond {
  readonly dialect: Dialect;
  /** Not behind the row where the list begins, but up to the one where it ends. */
  readonly isUpTo?: boolean;
}

/** Written so that each database begins to read its index there, however many rows have one value. */
function beyond(
  { sort }: Selection,
  field: OperationNode,
  { dialect, isUpTo = false }: Beyond,
): OperationNode {
  const from = (input: Selection): Position | null | undefined =>
    isUpTo ? input.through?.upTo : input.after;
  const sign = (sort.direction === "asc") === isUpTo ? "<" : ">";
  const last = value<Selection>((input) => from(input)?.value ?? null);
  const lastId = value<Selection>((input) => from(input)?.id ?? null);
  const orIt = isUpTo ? "=" : "";
  if (dialect.behind === "row")
    return raw(`(?, ?) ${sign}${orIt} (?, ?)`, field, column("id"), last, lastId);
  const isBeyondId = compare(column("id"), isUpTo ? `${sign}=` : sign, lastId);
  const isTied = allOf([compare(field, "=", last), isBeyondId]) ?? isBeyondId;
  return anyOf(compare(field, sign, last), isTied);
}

/** How many rows have this id in a field. */
export function countStatement(name: string, field: string, dialect: Dialect): Statement<string> {
  const count = SelectQueryNode.cloneWithSelections(
    SelectQueryNode.createFrom([TableNode.create(name)]),
    [SelectionNode.create(AliasNode.create(raw("count(*)"), IdentifierNode.create("count")))],
  );
  const isIt = compare(
    column(field),
    "=",
    value<string>((id) => id),
  );
  return compile(where(count, [isIt]), dialect);
}
