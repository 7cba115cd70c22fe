import {
  AliasNode,
  IdentifierNode,
  LimitNode,
  OrderByItemNode,
  QueryNode,
  RawNode,
  SelectQueryNode,
  SelectionNode,
  TableNode,
} from "kysely";
import type { OperationNode } from "kysely";
import type { Filter } from "../../../domain/query.js";
import type { Selection } from "../../driver.js";
import type { Dialect } from "../dialect.js";
import { indexName } from "../indexes.js";
import type { Column, Table } from "../table.js";
import { allOf, anyOf, column, compare, compile, raw, value } from "./compile.js";
import type { Statement } from "./compile.js";
import { condition, filterShape } from "./conditions.js";
import { fieldsWithoutIndex, orderedIndex } from "./index-choice.js";

/** Selections of one shape have one statement. */
export function selectionShape({ filters, sort, after }: Selection): string {
  const shapes = filters.map(filterShape).join("|");
  return `${sort.field} ${sort.direction}${after === null ? "" : " after"}|${shapes}`;
}

export function selectStatement(
  table: Table,
  selection: Selection,
  dialect: Dialect,
): Statement<Selection> {
  const { sort, filters, after } = selection;
  const withoutIndex = fieldsWithoutIndex(table.resource, selection, dialect);
  const refer = (field: string): OperationNode =>
    withoutIndex.has(field) ? outsideIndexes(table, field, dialect) : column(field);
  const conditions = filters.map((filter, index) => {
    const find = (input: Selection): Filter => input.filters[index] ?? filter;
    return condition(table, filter, { left: refer(filter.field), find, dialect });
  });
  if (after !== null) conditions.push(behind(selection, refer(sort.field), dialect));
  const summary = table.summary.map(({ name }) => name);
  const isFromMiddle = after !== null || filters.some((filter) => isRangeOf(sort.field, filter));
  const isFound = !isFromMiddle || withoutIndex.size > 0;
  const from = isFound ? TableNode.create(table.name) : inOrder(table, selection, dialect);
  const direction = RawNode.createWithSql(sort.direction);
  const ordered = QueryNode.cloneWithOrderByItems(
    where(selectFrom(from, summary), conditions),
    [refer(sort.field), column("id")].map((by) => OrderByItemNode.create(by, direction)),
  );
  const limit = value<Selection>((input) => input.limit);
  return compile(SelectQueryNode.cloneWithLimit(ordered, LimitNode.create(limit)), dialect);
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

/** The table, to be read from the middle of the index that has the list's order. */
function inOrder(table: Table, { filters, sort }: Selection, dialect: Dialect): OperationNode {
  const node = TableNode.create(table.name);
  const index = orderedIndex(table.resource, filters, sort);
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

/** Written so that each database begins to read its index there, however many rows have one value. */
function behind({ sort }: Selection, field: OperationNode, dialect: Dialect): OperationNode {
  const beyond = sort.direction === "asc" ? ">" : "<";
  const last = value<Selection>((input) => input.after?.value ?? null);
  const lastId = value<Selection>((input) => input.after?.id ?? null);
  if (dialect.behind === "row")
    return raw(`(?, ?) ${beyond} (?, ?)`, field, column("id"), last, lastId);
  const isBehindId = compare(column("id"), beyond, lastId);
  const isTied = allOf([compare(field, "=", last), isBehindId]) ?? isBehindId;
  return anyOf(compare(field, beyond, last), isTied);
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
