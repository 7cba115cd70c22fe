// Filters → conditions. What an operator means is said in tables/matches.ts; this is the same in SQL.
import { SelectQueryNode, SelectionNode, TableNode, QueryNode, ValueNode } from "kysely";
import type { ComparisonOperator, OperationNode } from "kysely";
import type { Filter, FilterValue } from "../../../domain/query.js";
import { prefixEnd } from "../../../util/prefix-end.js";
import type { Dialect } from "../dialect.js";
import { TARGET } from "../table.js";
import type { Table } from "../table.js";
import { NEVER, allOf, anyOf, column, compare, isNull, raw, value, values } from "./compile.js";
import type { Slot } from "./compile.js";

/** Where a condition finds its filter again when the statement is run with another selection of the same shape. */
export type FilterSlot<Input> = (input: Input) => Filter;

const COMPARISONS: Partial<Record<Filter["operator"], ComparisonOperator>> = {
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
};

const IS_SHARED = ValueNode.createImmediate(1);

/** What of a filter decides its SQL: all but the values themselves. */
export function filterShape({ field, operator, value: given }: Filter): string {
  const kind = Array.isArray(given)
    ? `${scalars(given).length}${given.includes(null) ? "n" : ""}`
    : given === null
      ? "n"
      : "";
  const isOpen = operator === "startswith" && prefixEnd(String(given)) === undefined;
  return `${field} ${operator} ${kind}${isOpen ? "open" : ""}`;
}

export interface Operand<Input> {
  /** The column, as it is to be written. */
  readonly left: OperationNode;
  readonly find: FilterSlot<Input>;
  readonly dialect: Dialect;
}

export function condition<Input>(
  table: Table,
  filter: Filter,
  operand: Operand<Input>,
): OperationNode {
  const { left, find, dialect } = operand;
  const { operator } = filter;
  const one: Slot<Input> = (input) => find(input).value;
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined) return compare(left, comparison, value(one));
  switch (operator) {
    case "in":
      return isAnyOf(filter, operand);
    case "ne":
      return isNot(table, filter, operand);
    case "owned_or_shared":
      return anyOf(compare(left, "=", value(one)), compare(column("shared"), "=", IS_SHARED));
    case "has":
      return isLinked(table, filter.field, one);
    case "contains":
      return raw(dialect.contains, left, value(one));
    case "startswith":
      return beginsWith(filter, operand);
    case "endswith":
      return raw(dialect.endsWith, left, value(one), value(one));
    default:
      return filter.value === null ? isNull(left) : compare(left, "=", value(one));
  }
}

function scalars(list: readonly FilterValue[]): readonly FilterValue[] {
  return list.filter((one) => one !== null);
}

function isAnyOf<Input>({ value: list }: Filter, { left, find }: Operand<Input>): OperationNode {
  const given: readonly FilterValue[] = Array.isArray(list) ? list : [];
  const slots = scalars(given).map((_, index): Slot<Input> => (input) => {
    const now = find(input).value;
    return Array.isArray(now) ? scalars(now)[index] : now;
  });
  const isOne = slots.length === 0 ? NEVER : compare(left, "in", values(slots));
  return given.includes(null) ? anyOf(isOne, isNull(left)) : isOne;
}

/** A null is not equal to anything either. */
function isNot<Input>(
  table: Table,
  { field, value: given }: Filter,
  { left, find }: Operand<Input>,
): OperationNode {
  if (given === null) return raw("? is not null", left);
  const differs = compare(
    left,
    "!=",
    value<Input>((input) => find(input).value),
  );
  const isNullable = table.columns.some(({ name, nullable }) => name === field && nullable);
  return isNullable ? anyOf(differs, isNull(left)) : differs;
}

/** A range, which an index answers. */
function beginsWith<Input>(
  { value: prefix }: Filter,
  { left, find }: Operand<Input>,
): OperationNode {
  const from = compare(
    left,
    ">=",
    value<Input>((input) => find(input).value),
  );
  if (prefixEnd(String(prefix)) === undefined) return from;
  const end: Slot<Input> = (input) => prefixEnd(String(find(input).value));
  return allOf([from, compare(left, "<", value(end))]) ?? from;
}

function isLinked<Input>(table: Table, field: string, one: Slot<Input>): OperationNode {
  const link = table.links.find((candidate) => candidate.field === field);
  if (link === undefined) throw new Error(`${table.name}.${field} is no link`);
  const owners = QueryNode.cloneWithWhere(
    SelectQueryNode.cloneWithSelections(SelectQueryNode.createFrom([TableNode.create(link.name)]), [
      SelectionNode.create(column(link.owner)),
    ]),
    compare(column(TARGET), "=", value(one)),
  );
  return compare(column("id"), "in", owners);
}
