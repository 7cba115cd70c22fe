import { expect, test } from "vitest";
import type { GraphCondition } from "../../domain/graph.js";
import { holds } from "./conditions.js";

type Operator = GraphCondition["operator"];
type Value = GraphCondition["value"];

const CASES: readonly (readonly [
  found: unknown,
  operator: Operator,
  value: Value,
  expected: boolean,
])[] = [
  ["good", "truthy", null, true],
  ["", "truthy", null, false],
  [undefined, "truthy", null, false],
  [0, "falsy", null, true],
  ["good", "eq", "good", true],
  [1, "eq", "1", false],
  [{ a: [1, { b: null }] }, "eq", { a: [1, { b: null }] }, true],
  [{ a: 1, b: 2 }, "eq", { a: 1 }, false],
  [[1], "eq", { 0: 1 }, false],
  [{ a: undefined }, "eq", { a: null }, false],
  [null, "eq", null, true],
  [3, "ne", 4, true],
  ["b", "in", ["a", "b"], true],
  ["c", "in", ["a", "b"], false],
  [0.91, "gt", 0.9, true],
  [0.9, "gt", 0.9, false],
  [0.9, "gte", 0.9, true],
  [2, "lt", 10, true],
  ["2", "lt", "10", false],
  ["2", "lt", 10, false],
  [Number.NaN, "gte", 0, false],
  [undefined, "lte", 0, false],
];

test.each(CASES)("%j %s %j: %s", (found, operator, value, expected) => {
  const condition = { step: "a", output: "output", operator, value };
  expect(holds(condition, found)).toBe(expected);
  expect(holds({ ...condition, negate: true }, found)).toBe(!expected);
});
