import {
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
import type { Table } from "../table.js";
import { allOf, anyOf, column, compare, compile, raw, value } from "./compile.js";
import type { Statement } from "./compile.js";
import { condition, filterShape } from "./conditions.js";
import { fieldsWithoutIndex } from "./index-choice.js";

/** Selections of one shape have one statement. */
export function selectionShape({ filters, sort, after }: Selection): string {
  const shapes = filters.map(filterShape).join("|");
  return `${sort.field} ${sort.direction}${after === null ? "" : " after"}|${shapes}`;
}

export function selectStatement(table: Table, selection: Selection): Statement<Selection> {
  const { sort, filters, after } = selection;
  const withoutIndex = fieldsWithoutIndex(table.resource, filters, sort);
  const refer = (field: string): OperationNode =>
    withoutIndex.has(field) ? raw("+?", column(field)) : column(field);
  const conditions = filters.map((filter, index) => {
    const find = (input: Selection): Filter => input.filters[index] ?? filter;
    return condition(table, filter, { left: refer(filter.field), find });
  });
  if (after !== null) conditions.push(behind(selection, refer(sort.field)));
  const summary = table.summary.map(({ name }) => name);
  const direction = RawNode.createWithSql(sort.direction);
  const ordered = QueryNode.cloneWithOrderByItems(
    where(selectFrom(table, summary), conditions),
    [refer(sort.field), column("id")].map((by) => OrderByItemNode.create(by, direction)),
  );
  const limit = value<Selection>((input) => input.limit);
  return compile(SelectQueryNode.cloneWithLimit(ordered, LimitNode.create(limit)));
}

/** One row by its id. */
export function findStatement(
  table: Table,
  fields: readonly string[] = table.columns.map(({ name }) => name),
): Statement<string> {
  const isIt = compare(
    column("id"),
    "=",
    value<string>((id) => id),
  );
  return compile(where(selectFrom(table, fields), [isIt]));
}

function selectFrom(table: Table, columns: readonly string[]): SelectQueryNode {
  return SelectQueryNode.cloneWithSelections(
    SelectQueryNode.createFrom([TableNode.create(table.name)]),
    columns.map((name) => SelectionNode.create(column(name))),
  );
}

function where(node: SelectQueryNode, conditions: readonly OperationNode[]): SelectQueryNode {
  const all = allOf(conditions);
  return all === undefined ? node : QueryNode.cloneWithWhere(node, all);
}

/** Written so that the first half is a range of the index that the list is sorted by. */
function behind({ sort }: Selection, field: OperationNode): OperationNode {
  const isAscending = sort.direction === "asc";
  const last = value<Selection>((input) => input.after?.value ?? null);
  const lastId = value<Selection>((input) => input.after?.id ?? null);
  const beyond = isAscending ? ">" : "<";
  const notBefore = compare(field, isAscending ? ">=" : "<=", last);
  const isBehind = anyOf(compare(field, beyond, last), compare(column("id"), beyond, lastId));
  return allOf([notBefore, isBehind]) ?? notBefore;
}
