// Kysely's compiler writes the SQL; the trees that it compiles are built here from its nodes. Its query
// builder is left out: it makes the same trees, and costs every command that opens a database 8 ms more.
import {
  AndNode,
  BinaryOperationNode,
  ColumnNode,
  OperatorNode,
  OrNode,
  ParensNode,
  PrimitiveValueListNode,
  RawNode,
  ValueNode,
} from "kysely";
import type { ComparisonOperator, OperationNode, RootOperationNode } from "kysely";
import type { Dialect } from "../dialect.js";

/** Takes a parameter out of what a statement is run with. */
export type Slot<Input> = (input: Input) => unknown;

/** SQL that is compiled once, with the places that its parameters come from, in order. */
export interface Statement<Input> {
  readonly sql: string;
  readonly slots: readonly Slot<Input>[];
}

// The compiler asks for it and only hands it back.
const QUERY_ID = { queryId: "" };

/** The values of the tree are slots. */
export function compile<Input>(node: RootOperationNode, { compiler }: Dialect): Statement<Input> {
  const { sql, parameters } = compiler.compileQuery(node, QUERY_ID);
  return { sql, slots: parameters as readonly Slot<Input>[] };
}

export function paramsOf<Input>({ slots }: Statement<Input>, input: Input): unknown[] {
  return slots.map((slot) => slot(input));
}

export function column(name: string): ColumnNode {
  return ColumnNode.create(name);
}

export function value<Input>(slot: Slot<Input>): OperationNode {
  return ValueNode.create(slot);
}

export function values<Input>(slots: readonly Slot<Input>[]): PrimitiveValueListNode {
  return PrimitiveValueListNode.create(slots);
}

export function compare(
  left: OperationNode,
  operator: ComparisonOperator,
  right: OperationNode,
): OperationNode {
  return BinaryOperationNode.create(left, OperatorNode.create(operator), right);
}

export function isNull(left: OperationNode): OperationNode {
  return compare(left, "is", ValueNode.createImmediate(null));
}

/** `template` with a node for each `?`. */
export function raw(template: string, ...nodes: readonly OperationNode[]): OperationNode {
  return RawNode.create(template.split("?"), nodes);
}

/** Undefined for none: nothing has to hold. */
export function allOf(nodes: readonly OperationNode[]): OperationNode | undefined {
  const [first, ...others] = nodes;
  return first && others.reduce<OperationNode>((left, node) => AndNode.create(left, node), first);
}

export function anyOf(first: OperationNode, ...others: readonly OperationNode[]): OperationNode {
  return ParensNode.create(
    others.reduce<OperationNode>((left, node) => OrNode.create(left, node), first),
  );
}

/** Holds for no row. */
export const NEVER = raw("1 = 0");
